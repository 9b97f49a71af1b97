"""The log over all entries: an RFC 6962 Merkle tree with signed checkpoints. Whoever keeps one can prove a change."""
