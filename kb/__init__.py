"""政策知识库: policy documents that answer questions with the section they quote."""

__version__ = "0.1.0"
