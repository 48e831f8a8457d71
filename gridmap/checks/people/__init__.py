"""Rules about who answers for a grid."""
