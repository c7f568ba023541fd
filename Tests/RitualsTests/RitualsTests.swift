// The place of RitualsTests.
