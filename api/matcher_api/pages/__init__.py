"""What every page shares: layout, language, forms, navigation, how refusals are shown. Services know nothing of it."""
