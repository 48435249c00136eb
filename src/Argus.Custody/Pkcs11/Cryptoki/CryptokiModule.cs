using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Argus.Authority.Keys;

namespace Argus.Custody.Pkcs11.Cryptoki;

/// <summary>
/// A vendor's PKCS#11 library. A process has one of each file and initialises it once for all who use it; so there is one object for each, and it knows who
/// is inside a call, for nobody may be while the library is finished and begun anew.
/// </summary>
internal sealed unsafe class CryptokiModule
{
    // Longer than network HSMs usually take to find that nobody answers.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly ConcurrentDictionary<string, Lazy<CryptokiModule>> Loaded = new(StringComparer.Ordinal);

    private readonly Lock _beginning = new();
    private ReaderWriterLockSlim _calls = new();
    private bool _initialized;
    private int _generation;

    private CryptokiModule(CryptokiFunctions functions) => Functions = functions;

    internal CryptokiFunctions Functions { get; }

    /// <summary>Counts the beginnings: what was had from an earlier one, sessions above all, is void, and its numbers may be somebody else's by now.</summary>
    internal int Generation => Volatile.Read(ref _generation);

    /// <exception cref="CustodyException">The file is not a PKCS#11 module; the message names the configuration key.</exception>
    internal static CryptokiModule At(string path)
    {
        // CK_ULONG has four bytes there, and structures are packed.
        if (OperatingSystem.IsWindows())
            throw new CustodyException("Argus reaches an HSM through PKCS#11 on Linux and macOS only.");
        return Loaded.GetOrAdd(Path.GetFullPath(path), file => new Lazy<CryptokiModule>(() => Load(file), LazyThreadSafetyMode.PublicationOnly)).Value;
    }

    /// <summary>Begins a call, or several. Never waits: while the library begins anew there is nothing to be had from it.</summary>
    /// <returns>The lock to leave by <see cref="ReaderWriterLockSlim.ExitReadLock"/>, or null.</returns>
    internal ReaderWriterLockSlim? TryEnter()
    {
        var calls = Volatile.Read(ref _calls);
        return calls.TryEnterReadLock(0) ? calls : null;
    }

    /// <summary>Makes the library ready.</summary>
    /// <param name="anew">
    /// Finishes it first. Many libraries look for tokens, or connect to where they are, in C_Initialize only; without this a token that was away stays away.
    /// </param>
    /// <exception cref="CryptokiException">It cannot be had.</exception>
    internal void Begin(bool anew)
    {
        lock (_beginning)
        {
            if (_initialized && !anew)
                return;
            var calls = AwaitCalls();
            try
            {
                if (_initialized)
                    Functions.Finalize(null);
                _initialized = false;
                Volatile.Write(ref _generation, _generation + 1);
                Initialize();
                _initialized = true;
            }
            finally
            {
                calls.ExitWriteLock();
            }
        }
    }

    // p11-kit's client leaves threads in calls for good when its server dies under them. The standard promises nothing to who finishes a library all the same
    // (PKCS#11 v2.40 §5.4), but otherwise the node would need a restart to sign again.
    private ReaderWriterLockSlim AwaitCalls()
    {
        if (_calls.TryEnterWriteLock(Patience))
            return _calls;
        var calls = new ReaderWriterLockSlim();
        calls.EnterWriteLock();
        Volatile.Write(ref _calls, calls);
        return calls;
    }

    private void Initialize()
    {
        // CK_C_INITIALIZE_ARGS: four callbacks that are not given, CKF_OS_LOCKING_OK, and a reserved pointer.
        var arguments = stackalloc nuint[6];
        new Span<nuint>(arguments, 6).Clear();
        arguments[4] = 2;
        var result = Functions.Initialize(arguments);
        if (result != (nuint)CryptokiResult.AlreadyInitialized)
            CryptokiFunctions.Check("C_Initialize", result);
    }

    private static CryptokiModule Load(string path)
    {
        if (!File.Exists(path))
            throw new CustodyException($"There is no PKCS#11 library where {Pkcs11Options.ModuleKey} says: {path}");
        try
        {
            var library = NativeLibrary.Load(path);
            var getFunctionList = (delegate* unmanaged[Cdecl]<nint*, nuint>)NativeLibrary.GetExport(library, "C_GetFunctionList");
            nint list = 0;
            CryptokiFunctions.Check("C_GetFunctionList", getFunctionList(&list));
            return new CryptokiModule(new CryptokiFunctions(list));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or CryptokiException)
        {
            throw new CustodyException($"{Pkcs11Options.ModuleKey} is not the path of a PKCS#11 library: {path}: {e.Message}", e);
        }
    }
}
