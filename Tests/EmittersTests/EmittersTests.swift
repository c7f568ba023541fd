// The place of EmittersTests.
