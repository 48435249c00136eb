namespace Argus.Custody.Pkcs11.Cryptoki;

/// <summary>The return values that Argus tells apart, and those that an operator likes to see by name (PKCS#11 v2.40 §5.1).</summary>
internal enum CryptokiResult : ulong
{
    Ok = 0,
    SlotIdInvalid = 0x03,
    GeneralError = 0x05,
    FunctionFailed = 0x06,
    AttributeReadOnly = 0x10,
    AttributeTypeInvalid = 0x12,
    ActionProhibited = 0x1B,
    DeviceError = 0x30,
    DeviceMemory = 0x31,
    DeviceRemoved = 0x32,
    FunctionNotSupported = 0x54,
    KeyHandleInvalid = 0x60,
    KeySizeRange = 0x62,
    KeyTypeInconsistent = 0x63,
    KeyFunctionNotPermitted = 0x68,
    MechanismInvalid = 0x70,
    ObjectHandleInvalid = 0x82,
    PinIncorrect = 0xA0,
    PinInvalid = 0xA1,
    PinLengthRange = 0xA2,
    PinExpired = 0xA3,
    PinLocked = 0xA4,
    SessionClosed = 0xB0,
    SessionCount = 0xB1,
    SessionHandleInvalid = 0xB3,
    TemplateInconsistent = 0xD1,
    TokenNotPresent = 0xE0,
    TokenNotRecognized = 0xE1,
    UserAlreadyLoggedIn = 0x100,
    UserNotLoggedIn = 0x101,
    UserPinNotInitialized = 0x102,
    NotInitialized = 0x190,
    AlreadyInitialized = 0x191,
}

/// <summary>A call into the module gave something else than CKR_OK.</summary>
internal sealed class CryptokiException(string call, CryptokiResult result) : Exception($"{call} gave {result} (0x{(ulong)result:X}).")
{
    internal CryptokiResult Result => result;

    /// <summary>
    /// Whether only the key, what was asked of it or the moment is at fault. Modules report a lost token in many ways, so all that is not known to be harmless counts as
    /// one: it costs a login.
    /// </summary>
    internal bool LeavesConnection => result is CryptokiResult.KeyHandleInvalid or CryptokiResult.ObjectHandleInvalid or CryptokiResult.KeySizeRange
        or CryptokiResult.KeyTypeInconsistent or CryptokiResult.KeyFunctionNotPermitted or CryptokiResult.MechanismInvalid
        or CryptokiResult.AttributeReadOnly or CryptokiResult.AttributeTypeInvalid or CryptokiResult.ActionProhibited
        or CryptokiResult.FunctionNotSupported or CryptokiResult.DeviceMemory or CryptokiResult.TemplateInconsistent or CryptokiResult.SessionCount;

    internal bool ConcernsPin => result is (>= CryptokiResult.PinIncorrect and <= CryptokiResult.PinLocked) or CryptokiResult.UserPinNotInitialized;
}
