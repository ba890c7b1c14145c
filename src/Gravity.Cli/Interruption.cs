using System.Runtime.InteropServices;

namespace Gravity.Cli;

/// <summary>Turns Ctrl-C into a cancellation that lets work end without half-written files.</summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>Work looks at its token at least this often; what does not (a read that waits for input) is ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _signals;

    public Interruption() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
            signal.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        // A second Ctrl-C takes its ordinary course.
        if (_source.IsCancellationRequested)
            return;
        context.Cancel = true;
        _source.Cancel();
        _ = Task.Delay(Patience).ContinueWith(_ => Environment.Exit(ExitCodes.Interrupted), TaskScheduler.Default);
    }
}
