using Darkroom.Gateway.Problems;

namespace Darkroom.Gateway.Accounts;

/// <summary>How sign-up, sign-in and the account refuse.</summary>
public static class AccountProblems
{
    /// <summary>Below the age limit. Carries <c>minimumAge</c>.</summary>
    public static readonly ProblemKind TooYoung = new("too_young", 422, "Below the age limit",
        "The person is younger than the service may serve in this country. Nothing was kept.",
        "An account is possible from the age in 'minimumAge' on.");

    /// <summary>Another version of the policy, or none, was accepted. Carries <c>policyVersion</c>.</summary>
    public static readonly ProblemKind PolicyNotAccepted = new("policy_not_accepted", 422, "Policy not accepted",
        "An account needs the acceptance of the policy that is in force. Nothing was kept.",
        "Show the policy (GET /privacy) and send the version in 'policyVersion' as 'acceptedPolicy'.");

    /// <summary>The code or link does not let in; why is not told.</summary>
    public static readonly ProblemKind SignInRefused = new("unauthenticated", 401, "Not signed in",
        "The code or link is wrong, was used before, or has expired.",
        "Ask for a new mail (POST /v1/sessions with 'email' alone). The link in a mail works even after wrong codes.");

    /// <summary>There are as many API keys as an account may have. Carries <c>limit</c>.</summary>
    public static readonly ProblemKind TooManyKeys = new("too_many_keys", 409, "Too many API keys",
        "The account has as many API keys as it may have.", "Revoke one that is no longer used (DELETE /v1/keys/{id}).");
}
