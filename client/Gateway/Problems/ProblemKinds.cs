namespace Darkroom.Gateway.Problems;

/// <summary>Every refusal of the HTTP API, in one place: code, status, and words for a person.</summary>
public static class ProblemKinds
{
    /// <summary>Nobody, or nobody we know, is calling.</summary>
    public static readonly ProblemKind Unauthenticated = new("unauthenticated", 401, "Not signed in",
        "This needs an account, and the request carries no valid session or API key.",
        "Sign in (POST /v1/sessions), or send a valid API key as 'Authorization: Bearer …'.");

    /// <summary>The API key was not given this right.</summary>
    public static readonly ProblemKind MissingScope = new("missing_scope", 403, "The API key lacks a scope",
        "This API key was not given the right to do this.", "Make a key with the scope that is named in 'scope'.");

    /// <summary>A cookie came without proof that our own page sent the request.</summary>
    public static readonly ProblemKind Forgery = new("antiforgery", 403, "Anti-forgery token missing",
        "A request that is signed in by a cookie must carry the session's anti-forgery token when it changes something.",
        "Send the token in the header 'X-Antiforgery-Token', or use a bearer token instead of the cookie.");

    /// <summary>The person has restricted the processing of their data, or the account is closed to new work.</summary>
    public static readonly ProblemKind Restricted = new("restricted", 403, "Processing is restricted",
        "Processing is restricted for this account, so no new work is taken.",
        "Lift the restriction on the account page (PUT /v1/account/restrictions).");

    /// <summary>The wallet has too little. Carries <c>required</c> and <c>available</c>.</summary>
    public static readonly ProblemKind InsufficientCredits = new("insufficient_credits", 402, "Not enough credits",
        "The wallet holds fewer credits than this costs.", "Buy credits, or wait for jobs under way to end, and try again.");

    /// <summary>The subscription's allowance is too small, and earned credits wait until it has ended. Carries <c>required</c>, <c>available</c> and <c>withheld</c>.</summary>
    public static readonly ProblemKind AllowanceUsedUp = new("allowance_used_up", 409, "Allowance used up",
        "The subscription's allowance does not cover this, and earned credits can be used only while no subscription is active.",
        "Wait for the next period of the subscription, or buy credits. 'withheld' says how many earned credits can be used after the subscription.");

    /// <summary>The caller was quoted another price. Carries <c>quoted</c> and <c>price</c>.</summary>
    public static readonly ProblemKind PriceChanged = new("price_changed", 409, "The price is another",
        "The job costs more or less than was quoted. Nothing was stored and nothing was charged.",
        "Send 'price' as it is now, if that is agreed to; POST /v1/quotes says what it is for a picture's size.");

    /// <summary>It does not exist, or belongs to somebody else: the answer is the same.</summary>
    public static readonly ProblemKind NotFound = new("not_found", 404, "Not found",
        "There is nothing here that belongs to you.", "Check the address and the account that you are signed in to.");

    /// <summary>The address exists, the method does not.</summary>
    public static readonly ProblemKind MethodNotAllowed = new("method_not_allowed", 405, "Method not allowed",
        "This address does not answer that method.", "See the header 'Allow' and /openapi/v1.json.");

    /// <summary>No brand answers under this host name.</summary>
    public static readonly ProblemKind UnknownHost = new("unknown_host", 421, "No service under this name",
        "No service answers under this host name.", "Use the address of the service that you want.");

    /// <summary>The state of the thing does not allow it.</summary>
    public static readonly ProblemKind Conflict = new("conflict", 409, "Not possible in this state",
        "The current state does not allow this.", "Read the resource again and decide anew.");

    /// <summary>The result is not there yet.</summary>
    public static readonly ProblemKind NotReady = new("not_ready", 409, "Not ready yet",
        "The job is still under way.", "Follow /v1/jobs/{id}/events, or ask again after the time in 'Retry-After'.");

    /// <summary>A job that has ended cannot be canceled.</summary>
    public static readonly ProblemKind TooLate = new("too_late", 409, "Too late",
        "The job has already ended.", "Use DELETE /v1/jobs/{id} to have its pictures forgotten now.");

    /// <summary>The key came before with something else.</summary>
    public static readonly ProblemKind IdempotencyConflict = new("idempotency_conflict", 409, "Idempotency key used before",
        "This Idempotency-Key came before with a different request.", "Use a new key for a new request.");

    /// <summary>The first request with this key is still being worked on.</summary>
    public static readonly ProblemKind IdempotencyInProgress = new("idempotency_in_progress", 409, "Already being worked on",
        "A request with this Idempotency-Key is still being worked on.", "Repeat the same request after the time in 'Retry-After'.");

    /// <summary>It was here and has been forgotten.</summary>
    public static readonly ProblemKind Gone = new("gone", 410, "Forgotten",
        "This has been forgotten and cannot be brought back.", "Run the job again if you still have the picture.");

    /// <summary>More bytes than allowed. Carries <c>limit</c>.</summary>
    public static readonly ProblemKind TooLarge = new("too_large", 413, "Too large",
        "The request or a file in it has more bytes than allowed.", "Send a smaller file; 'limit' says how many bytes are allowed.");

    /// <summary>The request's own media type is not the one that the endpoint reads.</summary>
    public static readonly ProblemKind UnsupportedMediaType = new("unsupported_media_type", 415, "Unsupported content type",
        "This endpoint does not read that content type.", "Send the content type that /openapi/v1.json names.");

    /// <summary>By its first bytes the file is no picture that we read.</summary>
    public static readonly ProblemKind UnsupportedPicture = new("unsupported_picture", 415, "Not a supported picture",
        "By its content the file is not a picture of a supported type; its name does not matter.",
        "Send one of the types that GET /v1/tools lists as accepted.");

    /// <summary>The range starts after the end.</summary>
    public static readonly ProblemKind BadRange = new("bad_range", 416, "No such range",
        "The range lies outside the file.", "See 'Content-Range' for the file's length.");

    /// <summary>Well-formed, but fields are missing or wrong. Carries <c>errors</c> by field.</summary>
    public static readonly ProblemKind BadParameters = new("bad_parameters", 422, "Fields are wrong",
        "One or more fields are missing or not allowed.", "Correct the fields that 'errors' names.");

    /// <summary>The picture is larger than allowed once decoded. Carries <c>limit</c>.</summary>
    public static readonly ProblemKind TooManyPixels = new("too_many_pixels", 422, "Too many pixels",
        "The picture has more pixels than allowed.", "Make it smaller before you send it.");

    /// <summary>Too many requests in too short a time.</summary>
    public static readonly ProblemKind RateLimited = new("rate_limited", 429, "Too many requests",
        "Too many requests came in a short time.", "Wait for the time in 'Retry-After'.");

    /// <summary>The lane's queue is full, or the caller has too many jobs in it.</summary>
    public static readonly ProblemKind Busy = new("busy", 503, "Busy",
        "Too much work is waiting.", "Try again after the time in 'Retry-After'. Nothing was charged.");

    /// <summary>A part that the answer depends on is not reachable.</summary>
    public static readonly ProblemKind Unavailable = new("unavailable", 503, "Temporarily unavailable",
        "A part of the service cannot be reached at the moment.", "Repeat the request, with the same Idempotency-Key, after the time in 'Retry-After'.");

    /// <summary>The request cannot be read at all.</summary>
    public static readonly ProblemKind Malformed = new("malformed", 400, "Malformed request",
        "The request cannot be read.", "Compare it with /openapi/v1.json.");

    /// <summary>Our fault.</summary>
    public static readonly ProblemKind Internal = new("internal", 500, "Internal error",
        "Something went wrong on our side. It has been logged under this request id.",
        "Repeat the request; if it fails again, tell us the request id.");
}
