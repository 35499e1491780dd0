"""Secrets at rest: each schema has a data key, wrapped by the installation's key, and a ciphertext fits one column.

    iban = EncryptedTextField(blank=True)                     # a column whose dump says nothing
    token = encrypt(seed, place="mfa_authenticator.data")     # a secret inside a column of somebody else
    decrypt(token, place="mfa_authenticator.data")

The wrapped data keys lie in `public`, apart from what they open: a dump of a provider alone gives nothing away, and a
ciphertext copied into another column or schema does not decrypt. See `docs/adr/0012` and `docs/operations.md`.
"""

from quartier.kit.encryption.field import EncryptedTextField
from quartier.kit.encryption.keys import Undecryptable, decrypt, encrypt, forget_keys
from quartier.kit.encryption.rotation import holders, renew, rewrap

__all__ = [
    "EncryptedTextField",
    "Undecryptable",
    "decrypt",
    "encrypt",
    "forget_keys",
    "holders",
    "renew",
    "rewrap",
]
