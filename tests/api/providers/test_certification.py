"""The steps of a certification: who may take them, what each asks for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from api.world import World, on_sqlite
from matcher_api.catalogue.models import CatalogueItem
from matcher_api.communities.models import Community
from matcher_api.providers.models import Provider, ProviderItem
from matcher_api.providers.states import CERTIFICATION, ProviderState


def step(world: World, action: str, body: Any = None, *, who: str = "coordinator") -> Any:
    return world.as_(who).post(f"/providers/{world.provider}/{action}", body)


def in_state(world: World, state: str, **values: Any) -> None:
    with world.writing() as session:
        row = session.get_one(Provider, world.provider)
        row.sqlmodel_update({"state": state, **values})
        session.commit()


def ready(world: World, **values: Any) -> None:
    """Everything an active provider must publish."""
    world.add(CatalogueItem(code="H12", category="home", zh="照料"))
    world.add(ProviderItem(provider_id=world.provider, item_code="H12"))
    in_state(world, values.pop("state", "draft"), modes=["at_home"], hotline="05370000000", **values)


def test_from_draft_to_active(world: World) -> None:
    ready(world)
    assert step(world, "submit", who="provider").json()["state"] == "submitted"
    assert step(world, "council-pass", who="street").json()["state"] == "council_passed"
    noticed = step(world, "notice").json()
    assert (noticed["state"], noticed["notice_until"]) == ("public_notice", "2026-11-27")
    early = step(world, "sign")
    assert (early.status_code, early.json()["code"]) == (409, "notice_running")
    assert early.json()["en"] == "The public notice runs until 2026-11-27: sign after it"
    world.now += timedelta(days=7)  # the last day of the notice
    assert step(world, "sign").status_code == 409
    world.now += timedelta(hours=11, minutes=59)  # 23:59 in Shanghai
    assert step(world, "sign").status_code == 409
    world.now += timedelta(minutes=1)  # midnight
    assert step(world, "sign").json()["state"] == "signed"
    active = step(world, "activate", {"certified_until": "2027-11-30"}, who="street").json()
    assert (active["state"], active["certified_until"]) == ("active", "2027-11-30")
    assert active["possible"] == ["rectify", "suspend", "expire", "withdraw"]


def test_the_length_of_the_notice_is_a_setting(world: World) -> None:
    world.as_("coordinator").patch(f"/communities/{world.community}", {"settings": {"notice_days": 3}})
    in_state(world, "council_passed")
    assert step(world, "notice").json()["notice_until"] == "2026-11-23"
    with world.writing() as session:
        assert session.get_one(Community, world.community).settings == {"notice_days": 3}


def test_active_needs_everything_at_once(world: World) -> None:
    in_state(world, "signed")
    refused = step(world, "activate")
    assert (refused.status_code, refused.json()["code"]) == (409, "provider_incomplete")
    assert [(e["field"], e["code"]) for e in refused.json()["errors"]] == [
        ("items", "provider_needs_items"),
        ("modes", "provider_needs_mode"),
        ("hotline", "provider_needs_hotline"),
    ]
    world.add(ProviderItem(provider_id=world.provider, item_code="H12", published=False))
    assert step(world, "activate").json()["errors"][0]["code"] == "provider_needs_items"
    assert world.as_("provider").get(f"/providers/{world.provider}").json()["state"] == "signed"


def test_a_certificate_of_the_past_is_none(world: World) -> None:
    ready(world, state="signed")
    past = step(world, "activate", {"certified_until": "2026-11-19"})
    assert (past.status_code, past.json()["code"], past.json()["field"]) == (422, "date_past", "certified_until")
    assert step(world, "activate", {"certified_until": "2026-11-20"}).json()["state"] == "active"
    assert step(world, "rectify", {"by": "2026-11-19"}).json()["code"] == "date_past"


def test_a_rejection_says_why_and_another_try_is_possible(world: World) -> None:
    in_state(world, "submitted")
    assert step(world, "council-reject", {"reason": " "}).status_code == 422
    assert step(world, "council-reject", {"reason": "材料不全"}).json()["state"] == "council_rejected"
    facts = world.as_("provider").get(f"/providers/{world.provider}/facts").json()["items"]
    assert [(f["kind"], f["text"]) for f in facts] == [("council_rejection", "材料不全")]
    assert step(world, "submit", who="provider").json()["state"] == "submitted"
    assert step(world, "withdraw", who="provider").json()["state"] == "withdrawn"


def test_rectified_or_suspended(world: World) -> None:
    ready(world, state="active")
    rectifying = step(world, "rectify", {"by": "2026-12-15"}).json()
    assert (rectifying["state"], rectifying["rectify_by"]) == ("rectify", "2026-12-15")
    restored = step(world, "restore").json()
    assert (restored["state"], restored["rectify_by"]) == ("active", None)
    step(world, "rectify", {"by": "2026-12-15"})
    assert step(world, "suspend", who="street").json()["state"] == "suspended"


def test_revoked_only_with_three_kinds_of_facts(world: World) -> None:
    in_state(world, "suspended")
    path = f"/providers/{world.provider}/facts"

    def missing() -> Any:
        answer = step(world, "revoke")
        assert (answer.status_code, answer.json()["code"]) == (409, "facts_missing")
        return answer.json()["conflict"]["missing"]

    assert missing() == ["defect", "dissatisfaction", "refusal_to_correct"]
    for kind in ("defect", "defect", "rating"):
        made = world.as_("street").post(path, {"kind": kind, "text": "抽查不合格"})
        assert (made.status_code, made.json()["kind"]) == (201, kind)
    assert missing() == ["dissatisfaction", "refusal_to_correct"]
    world.as_("coordinator").post(path, {"kind": "dissatisfaction", "at": "2026-11-19T10:00:00+08:00"})
    assert missing() == ["refusal_to_correct"]
    world.as_("coordinator").post(path, {"kind": "refusal_to_correct"})
    assert step(world, "revoke").json()["state"] == "revoked"
    assert step(world, "submit", who="provider").json()["code"] == "not_acceptable_state"


def test_facts_are_of_the_past_and_tell_the_provider_no_words(world: World) -> None:
    path = f"/providers/{world.provider}/facts"
    future = world.as_("street").post(path, {"kind": "defect", "at": "2026-11-20T12:01:00+08:00"})
    assert (future.status_code, future.json()["code"]) == (422, "not_yet_valid")
    world.as_("street").post(path, {"kind": "defect", "at": "2026-11-20T12:00:00+08:00", "text": "门口投诉"})
    told = {who: world.as_(who).get(path).json()["items"] for who in ("clerk", "supervisor", "provider")}
    assert [f["text"] for f in told["clerk"]] == ["门口投诉"] == [f["text"] for f in told["supervisor"]]
    assert [(f["kind"], f["text"]) for f in told["provider"]] == [("defect", "")]
    assert world.as_("street").post(path, {"kind": "gossip"}).status_code == 422


def test_expired_once_its_last_day_is_over(world: World) -> None:
    ready(world, state="active", certified_until=world.now.date())
    assert step(world, "expire").json()["code"] == "not_expired"
    world.now += timedelta(days=1)
    assert step(world, "expire").json()["state"] == "expired"
    assert step(world, "submit", who="provider").json()["state"] == "submitted"


@pytest.mark.parametrize("state", list(ProviderState))
@on_sqlite
def test_every_other_step_is_refused_by_name(world: World, state: ProviderState) -> None:
    in_state(world, state)
    bodies: dict[str, Any] = {"rectify": {"by": "2026-12-15"}, "council_reject": {"reason": "x"}}
    possible = CERTIFICATION.possible(state)
    for action in {s.action for s in CERTIFICATION.steps} - set(possible):
        answer = step(world, action.replace("_", "-"), bodies.get(action))
        assert (action, answer.status_code, answer.json()["code"]) == (action, 409, "not_acceptable_state")
    assert world.as_("coordinator").get(f"/providers/{world.provider}").json()["state"] == state
