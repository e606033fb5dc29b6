using System.Net;

namespace Stripe;

/// <summary>An answer of Stripe that is an error, or a webhook that does not hold up (then without a status).</summary>
public class StripeException : Exception
{
    /// <summary>An error without details.</summary>
    public StripeException()
    {
    }

    /// <summary>An error with a message.</summary>
    public StripeException(string message) : base(message)
    {
    }

    /// <summary>An error with a message and a cause.</summary>
    public StripeException(string message, Exception err) : base(message, err)
    {
    }

    /// <summary>An error that Stripe answered.</summary>
    public StripeException(HttpStatusCode httpStatusCode, StripeError stripeError, string message) : base(message)
    {
        HttpStatusCode = httpStatusCode;
        StripeError = stripeError;
    }

    /// <summary>The status of the answer; 0 when there was none.</summary>
    public HttpStatusCode HttpStatusCode { get; set; }

    /// <summary>What Stripe says about it, or null.</summary>
    public StripeError StripeError { get; set; }
}
