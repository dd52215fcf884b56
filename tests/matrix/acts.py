"""Every act of the matrix, from where it is told how each is called."""

from tests.matrix import acts_beside, acts_of_accounts, acts_of_documents
from tests.matrix.register import ACTS, CALLED, ask

__all__ = ["ACTS", "CALLED", "acts_beside", "acts_of_accounts", "acts_of_documents", "ask"]
