using System.Collections.Frozen;
using Argus.Authority.Keys;
using Argus.Domain.Kernel;
using Argus.Log;
using Argus.Server.Hosting;
using Argus.Server.Pages;
using Argus.Server.Protocol.Shared;
using Argus.Server.Tenancy;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Server.Protocol;

/// <summary>The walk of every request: health, or tenant and then endpoint. What cannot be served ends here, with a status and a log line.</summary>
internal sealed class Dispatcher
{
    private readonly RequestTarget _target;
    private readonly HealthEndpoints _health;
    private readonly ILogger<Dispatcher> _logger;
    private readonly FrozenDictionary<string, IEndpoint>.AlternateLookup<ReadOnlySpan<char>> _endpoints;

    public Dispatcher(RequestTarget target, HealthEndpoints health, IEnumerable<IEndpoint> endpoints, ILogger<Dispatcher> logger)
    {
        _target = target;
        _health = health;
        _logger = logger;
        _endpoints = endpoints
            .SelectMany(endpoint => endpoint.Paths.Select(path => (path, endpoint)))
            .ToFrozenDictionary(entry => entry.path, entry => entry.endpoint, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            await RouteAsync(http).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LogUnavailableException or KeyUnavailableException)
        {
            RequestLog.Unavailable(_logger, http.TraceIdentifier, e.Message);
            await UnavailableAsync(http).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            RequestLog.BadRequest(_logger, http.TraceIdentifier, e.StatusCode);
            await OAuthAnswer.BadRequestAsync(http, e.StatusCode).ConfigureAwait(false);
        }
        catch (Exception e) when (e is UnreadableEventException or InvalidDataException)
        {
            // The log holds what this program cannot read: nobody knows, so nobody is told yes.
            RequestLog.Defect(_logger, e, http.TraceIdentifier);
            await UnavailableAsync(http).ConfigureAwait(false);
        }
        catch (Exception e) when (http.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            RequestLog.Aborted(_logger, http.TraceIdentifier);
        }
        catch (Exception e)
        {
            RequestLog.Defect(_logger, e, http.TraceIdentifier);
            await OAuthAnswer.DefectAsync(http).ConfigureAwait(false);
        }
    }

    private Task RouteAsync(HttpContext http)
    {
        var rawTarget = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (HealthEndpoints.Answers(rawTarget))
            return _health.HandleAsync(http);

        if (_target.Resolve(rawTarget, http.Request.Host, out var path) is not { } tenant || !_endpoints.TryGetValue(path, out var endpoint))
        {
            RequestLog.NotFound(_logger, http.TraceIdentifier);
            return OAuthAnswer.NotFoundAsync(http);
        }

        if (endpoint.IsForScripts && CrossOrigin.Answer(http, endpoint.Methods))
            return Task.CompletedTask;
        if (endpoint.Methods.Contains(http.Request.Method))
            return endpoint.HandleAsync(new TenantRequest(http, tenant));
        RequestLog.MethodNotAllowed(_logger, http.TraceIdentifier);
        return OAuthAnswer.MethodNotAllowedAsync(http, endpoint.Methods);
    }

    /// <summary>A person is told on a page, a program in JSON: only browsers that go somewhere ask for HTML.</summary>
    private static Task UnavailableAsync(HttpContext http)
    {
        if (http.Response.HasStarted || !http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return OAuthAnswer.UnavailableAsync(http);
        OAuthAnswer.SayWhenToRetry(http.Response);
        var page = new ErrorPage("Not available", "Argus cannot answer now. Wait a moment and try again.", http.TraceIdentifier);
        return PageAnswer.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, page, []);
    }
}
