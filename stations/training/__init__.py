"""The duty to train: who owes which drill by when, and a month's outings that pay the debts together. Pure."""
