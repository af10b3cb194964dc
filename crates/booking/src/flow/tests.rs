//! Walks of the flow over small pages, each a list of what is visible.
