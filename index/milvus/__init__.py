"""The index in Milvus: a file for milvus-lite, or a server, through the same client."""
