"""What every door of a community reaches on foot and when: computed by the library, kept nowhere."""
