"""The policy of a provider: all parameters of the catalogue, typed, with the law's bounds. Pure, no Django.

Other apps read a concern through `providers.queries`; the types may be imported from here.
"""

from quartier.core.providers.policies.access import PasswordPolicy, RegistrationPolicy
from quartier.core.providers.policies.billing import BillingPolicy, DunningPolicy
from quartier.core.providers.policies.change import TermsChangePolicy, WithdrawalPolicy
from quartier.core.providers.policies.choices import Channel, PeriodEnd, Scope, ScopedForm
from quartier.core.providers.policies.consequences import CommissionPolicy, LiabilityPolicy, SuspensionPolicy
from quartier.core.providers.policies.contract import FormationPolicy, TermPolicy
from quartier.core.providers.policies.declarations import DeclarationFormPolicy
from quartier.core.providers.policies.files import FileKind, FilesPolicy
from quartier.core.providers.policies.identity import CalendarPolicy, IdentityPolicy, JurisdictionPolicy
from quartier.core.providers.policies.outreach import AdvertisingPolicy, DataProtectionPolicy, NewsletterPolicy
from quartier.core.providers.policies.performance import PerformancePolicy
from quartier.core.providers.policies.preset import PRESETS, Preset, UnusablePreset, load_preset
from quartier.core.providers.policies.service import AvailabilityPolicy, RetentionPolicy, SupportPolicy
from quartier.core.providers.policies.whole import BY_NAME, BY_SLUG, CONCERNS, Policies, all_keys

__all__ = [
    "BY_NAME",
    "BY_SLUG",
    "CONCERNS",
    "PRESETS",
    "AdvertisingPolicy",
    "AvailabilityPolicy",
    "BillingPolicy",
    "CalendarPolicy",
    "Channel",
    "CommissionPolicy",
    "DataProtectionPolicy",
    "DeclarationFormPolicy",
    "DunningPolicy",
    "FileKind",
    "FilesPolicy",
    "FormationPolicy",
    "IdentityPolicy",
    "JurisdictionPolicy",
    "LiabilityPolicy",
    "NewsletterPolicy",
    "PasswordPolicy",
    "PerformancePolicy",
    "PeriodEnd",
    "Policies",
    "Preset",
    "RegistrationPolicy",
    "RetentionPolicy",
    "Scope",
    "ScopedForm",
    "SupportPolicy",
    "SuspensionPolicy",
    "TermPolicy",
    "TermsChangePolicy",
    "UnusablePreset",
    "WithdrawalPolicy",
    "all_keys",
    "load_preset",
]
