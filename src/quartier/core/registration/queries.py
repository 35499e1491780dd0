"""Reading codes and applications: staff see those of their own company, of people whom they meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from quartier.core.accounts import queries as accounts
from quartier.core.parties import queries as parties
from quartier.core.privacy.extension import Subject
from quartier.core.providers.policies import IdentityPolicy, RegistrationPolicy, RetentionPolicy
from quartier.core.providers.queries import policy
from quartier.core.registration.models import (
    UNDECIDED,
    Application,
    ApplicationState,
    CodeRun,
    Evidence,
    InvitationCode,
)
from quartier.core.registration.rules import business
from quartier.core.registration.rules.flow import Flow, flow_of
from quartier.kit.clock import day_of

REMINDED_AFTER = timedelta(days=30)
FREE_MAIL = ("gmx.", "web.", "gmail.", "googlemail.", "outlook.", "hotmail.", "t-online.", "freenet.", "yahoo.")


def flow_on(on: date) -> Flow:
    """Return the way in that this provider's policy describes on a day."""
    return flow_of(policy.in_force(RegistrationPolicy, on), policy.in_force(IdentityPolicy, on))


def flow_at(portal: Any, at: datetime) -> Flow:
    """Return the way in of the portal of a request at an instant, without a statement."""
    on = day_of(at)
    return flow_of(portal.policy(RegistrationPolicy, on), portal.policy(IdentityPolicy, on))


def subject_of(row: Application) -> str:
    """Return how facts and mails name an application."""
    return f"registration.application:{row.pk}"


def run_subject(run: CodeRun) -> str:
    """Return how facts name a run of codes."""
    return f"registration.run:{run.pk}"


def may_register(party: Any, flow: Flow, at: datetime) -> bool:
    """Tell whether a customer may get an account: a contract runs, or ended less than the policy's span ago (DWG-05).

    Whoever has an account already, or is restricted, may not.
    """
    if party.user_id is not None or party.account_id is not None or party.is_restricted:
        return False
    rows = [row for row in parties.relationships_of(party) if row.kind in flow.contract_kinds]
    last_on = _over_on(at)
    return any(row.ended_on is None or row.ended_on > last_on for row in rows)


def _over_on(at: datetime) -> date:
    """Return the last day on which a contract may have ended for its time to be over."""
    return parties.over_for(policy.in_force(RetentionPolicy, day_of(at)).account_end.after, day_of(at))


def company_of(party: Any, flow: Flow) -> int:
    """Return the company that a customer has a contract with and that writes: of a running contract, the oldest."""
    rows = [row for row in parties.relationships_of(party) if row.kind in flow.contract_kinds]
    rows.sort(key=lambda row: (row.ended_on is not None, row.started_on, row.pk))
    return int(rows[0].legal_entity_id)


def needing_code(flow: Flow, at: datetime, *, with_open: bool = False) -> QuerySet[Any]:
    """Return the customers to whom a code can be sent: allowed in, without an account, reached by post.

    Those with an open code are left out unless `with_open`.
    """
    people: Any = InvitationCode._meta.get_field("party").related_model
    ties: Any = people._meta.get_field("relationships").related_model
    current = Q(ended_on__isnull=True) | Q(ended_on__gt=_over_on(at))
    rows: QuerySet[Any] = people.objects.filter(
        Exists(ties.objects.filter(current, party=OuterRef("pk"), kind__in=flow.contract_kinds)),
        user__isnull=True, account__isnull=True,
    )  # fmt: skip
    rows = rows.exclude(address_state="unknown").exclude(Q(street="") | Q(postcode="") | Q(city=""))
    return rows if with_open else rows.exclude(Exists(open_codes(at).filter(party=OuterRef("pk"))))


def open_codes(at: datetime) -> QuerySet[InvitationCode]:
    """Return the codes that open a registration at that instant."""
    return InvitationCode.objects.filter(
        used_at__isnull=True, revoked_at__isnull=True, locked_at__isnull=True, expires_at__gt=at
    )


def visible_codes(staff: Any) -> QuerySet[InvitationCode]:
    """Return the codes of people whom a member of staff may see, of their own company."""
    rows = InvitationCode.objects.filter(party__in=parties.visible_parties(staff).values("pk"))
    rows = rows.select_related("party", "run", "run__entity")
    return rows if staff.entity_id is None else rows.filter(run__entity_id=staff.entity_id)


def visible_runs(staff: Any) -> QuerySet[CodeRun]:
    """Return the runs of a member of staff's company that show no code of anybody whom they may not see."""
    hidden = InvitationCode.objects.filter(run=OuterRef("pk")).exclude(
        party__in=parties.visible_parties(staff).values("pk")
    )
    rows = CodeRun.objects.exclude(Exists(hidden)).select_related("entity").defer("file")
    return rows if staff.entity_id is None else rows.filter(entity_id=staff.entity_id)


def unprinted(staff: Any) -> QuerySet[CodeRun]:
    """Return the runs of codes that have not gone to the post."""
    return visible_runs(staff).filter(closed_at__isnull=True)


def in_postal_order(run: CodeRun) -> QuerySet[InvitationCode]:
    """Return the codes of a run in the order of the post."""
    return run.codes.select_related("party").order_by("party__postcode", "party__sort_name", "pk")


def state_of(row: InvitationCode, at: datetime) -> str:
    """Return what has become of a code, in one word for programs."""
    over = {"used": row.used_at, "revoked": row.revoked_at, "locked": row.locked_at}
    found = next((word for word, happened in over.items() if happened is not None), "")
    return found or ("expired" if row.expires_at <= at else "open")


def in_stage(rows: QuerySet[InvitationCode], stage: str, at: datetime) -> QuerySet[InvitationCode]:
    """Narrow codes to those of which this has become."""
    over = Q(used_at__isnull=False) | Q(revoked_at__isnull=False) | Q(locked_at__isnull=False)
    return {
        "open": rows.filter(~over, expires_at__gt=at),
        "expired": rows.filter(~over, expires_at__lte=at),
        "used": rows.filter(used_at__isnull=False),
        "revoked": rows.filter(revoked_at__isnull=False),
        "locked": rows.filter(locked_at__isnull=False, used_at__isnull=True, revoked_at__isnull=True),
    }[stage]


def reminded_next(at: datetime) -> QuerySet[InvitationCode]:
    """Return the codes that nobody has used for thirty days, whether they are still valid or not."""
    rows = InvitationCode.objects.filter(used_at__isnull=True, revoked_at__isnull=True)
    return rows.filter(issued_at__lte=at - REMINDED_AFTER)


def addressed(staff: Any, at: datetime, *, kind: str, postcodes: str, reminded: bool) -> QuerySet[Any]:
    """Return whom staff would send codes to: customers they see, with such a contract, by postcode."""
    flow = flow_on(day_of(at))
    rows = needing_code(flow, at, with_open=reminded).filter(pk__in=parties.visible_parties(staff).values("pk"))
    if reminded:
        rows = rows.filter(Exists(reminded_next(at).filter(party=OuterRef("pk"))))
    else:
        untouched = InvitationCode.objects.filter(party=OuterRef("pk"), used_at__isnull=True, revoked_at__isnull=True)
        rows = rows.exclude(Exists(untouched))
    if kind:
        rows = rows.filter(relationships__kind=kind, relationships__ended_on__isnull=True)
    return rows.filter(postcode__startswith=postcodes.strip()).distinct()


def applications(staff: Any) -> QuerySet[Application]:
    """Return the applications that staff decide about, of their own company; those by code decide themselves."""
    rows = Application.objects.filter(code__isnull=True).select_related("entity", "party")
    return rows if staff.entity_id is None else rows.filter(entity_id=staff.entity_id)


def undecided_from(email: str) -> Application:
    """Return the newest application from an address that nobody has decided about."""
    rows = Application.objects.filter(email=email, state__in=UNDECIDED)
    return rows.order_by("-pk")[0]


def waiting(staff: Any) -> QuerySet[Application]:
    """Return the applications that wait for a decision."""
    return applications(staff).filter(state=ApplicationState.CONFIRMED)


def is_name_free(name: str) -> bool:
    """Tell whether an account may be called so: no customer's account and no open application is (QX-08)."""
    asked = Application.objects.filter(account_name__iexact=name.strip(), state__in=UNDECIDED)
    return accounts.account_named(name) is None and not asked.exists()


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks for an application, or that somebody should look at."""

    text: str
    is_good: bool


def plausibility(row: Application) -> Sequence[Sign]:
    """Return what a machine can say about an application; people decide (QX-10)."""
    domain = row.email.rpartition("@")[2].lower()
    people: Any = Application._meta.get_field("party").related_model
    is_known = bool(row.organisation) and people.everything.filter(name__iexact=row.organisation).exists()
    signs = [
        (row.confirmed_at is not None, _("e-mail address confirmed"), _("e-mail address not confirmed yet")),
        (
            business.proves_business(row.business_proof),
            _("register number or VAT id has the right form"),
            _("no register number or VAT id that can be checked by its form"),
        ),
        (not domain.startswith(FREE_MAIL), _("address at a domain of its own"), _("address at a free mail service")),
        (not is_known, _("no customer of this name yet"), _("there is a customer of this name already")),
    ]
    return [Sign(good if holds else bad, holds) for holds, good, bad in signs]


def evidence_of(user_id: int | None) -> Evidence | None:
    """Return when and from where somebody registered; for the privacy role alone."""
    return Evidence.objects.filter(user_id=user_id).first() if user_id else None


def application_of(user_id: int) -> Application | None:
    """Return the record of the portal's contract of a user."""
    return Application.objects.filter(user_id=user_id, state=ApplicationState.ACTIVE).first()


def applications_about(subject: Subject) -> Q:
    """Select the applications of a person: with their account, as the customer, or from their address."""
    found = Q(user_id=subject.ids.get("accounts.User", 0)) | Q(party_id=subject.ids.get("parties.Party", 0))
    for address in subject.emails:
        found |= Q(email__iexact=address, user__isnull=True, party__isnull=True)
    return found


def code_told(row: InvitationCode) -> Mapping[str, Any]:
    """Return what a report to a person says about a code."""
    return {
        _("Issued on"): row.issued_at,
        _("Valid until"): row.expires_at,
        _("Used on"): row.used_at,
        _("Revoked on"): row.revoked_at,
        _("Wrong entries"): row.tries,
    }


def application_told(row: Application) -> Mapping[str, Any]:
    """Return what a report to a person says about an application."""
    names = (
        "email", "given_name", "name", "organisation", "business_proof", "phone", "street", "postcode", "city",
        "account_name", "user_name",
    )  # fmt: skip
    told: dict[str, Any] = {
        _("State"): row.get_state_display(),
        _("Sent on"): row.submitted_at,
        _("E-mail address confirmed on"): row.confirmed_at,
        _("Decided on"): row.decided_at,
        _("What we have checked"): row.note,
        _("Activated on"): row.activated_at,
    }
    given = ", ".join(str(getattr(row, name)) for name in names if getattr(row, name))
    return {**told, _("Entries"): given}


def waiting_first(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Return applications in the order of the work: what waits for us first."""
    return rows.order_by(F("decided_at").asc(nulls_first=True), "submitted_at")
