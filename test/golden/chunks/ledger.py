"""Entries by account, in the order in which they were made."""

from collections import defaultdict


class Ledger:
    """What every account holds."""

    def __init__(self):
        self.entries = defaultdict(list)

    def add(self, account, amount):
        if amount != amount:
            raise ValueError(f"An entry of {account} is no number")
        self.entries[account].append(amount)

    def balance(self, account):
        # The sum of all entries; an account nobody has used holds nothing.
        balance = 0
        for amount in self.entries[account]:
            balance += amount
        return balance

    def transfer(
        self,
        source,
        target,
        amount,
    ):
        held = self.balance(source)
        if held < amount:
            raise ValueError(f"{source} holds {held}, which is less than {amount}")
        self.add(source, -amount)
        self.add(target, amount)


def total(ledger, accounts):
    return sum(ledger.balance(account) for account in accounts)
