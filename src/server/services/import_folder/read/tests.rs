//! Whole folders, written by the test or real, read through the one door.
