using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Orleans.Connections.Security;

/// <summary>One side of a secured connection: shakes hands, then lets Orleans speak through the encrypted stream. Thread-safe.</summary>
internal sealed partial class TlsConnection(TlsOptions options, bool isServer, ILogger logger)
{
    public async Task Run(ConnectionContext context, ConnectionDelegate next)
    {
        var plain = context.Transport;
        await using var tls = new SslStream(new TransportStream(plain), leaveInnerStreamOpen: false, IsTrusted);
        if (!await Handshake(tls, context))
            return;

        var secured = new Secured(
            PipeReader.Create(tls, new StreamPipeReaderOptions(leaveOpen: true)), PipeWriter.Create(tls, new StreamPipeWriterOptions(leaveOpen: true)));
        context.Transport = secured;
        try
        {
            await next(context);
        }
        finally
        {
            await secured.Input.CompleteAsync();
            await secured.Output.CompleteAsync();
            context.Transport = plain;
        }
    }

    private async Task<bool> Handshake(SslStream tls, ConnectionContext context)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.ConnectionClosed);
        patience.CancelAfter(options.HandshakeTimeout);
        try
        {
            await (isServer ? tls.AuthenticateAsServerAsync(Server(context), patience.Token) : tls.AuthenticateAsClientAsync(Client(), patience.Token));
            return true;
        }
        catch (Exception failure) when (failure is OperationCanceledException or AuthenticationException or IOException)
        {
            LogRefused(logger, context.RemoteEndPoint, failure is OperationCanceledException ? "it took too long, or the other side hung up" : failure.Message);
            context.Abort();
            return false;
        }
    }

    private SslServerAuthenticationOptions Server(ConnectionContext context)
    {
        var authentication = new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = options.RemoteCertificateMode != RemoteCertificateMode.NoCertificate,
        };
        if (options.LocalServerCertificateSelector is { } select)
            authentication.ServerCertificateSelectionCallback = (_, name) => select(context, name);
        else
            authentication.ServerCertificate = options.LocalCertificate;
        return authentication;
    }

    private SslClientAuthenticationOptions Client()
    {
        var authentication = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13, TargetHost = "" };
        if (options.LocalCertificate is { } certificate)
            authentication.ClientCertificates = [certificate];
        if (options.LocalClientCertificateSelector is { } select)
            authentication.LocalCertificateSelectionCallback = (sender, host, local, remote, issuers) => select(sender, host, local, remote, issuers)!;
        return authentication;
    }

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => certificate switch
    {
        null => options.RemoteCertificateMode != RemoteCertificateMode.RequireCertificate,
        X509Certificate2 own when options.RemoteCertificateValidation is { } validate => validate(own, chain, errors),
        _ when options.RemoteCertificateValidation is { } validate => validate(new X509Certificate2(certificate), chain, errors),
        _ => errors == SslPolicyErrors.None,
    };

    private sealed record Secured(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection with {Peer} was not secured: {Reason}")]
    private static partial void LogRefused(ILogger logger, System.Net.EndPoint? peer, string reason);
}
