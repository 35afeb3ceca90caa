namespace Apex.Infrastructure;

/// <summary>Encrypts what must not lie readable in the database. The host wires it to its key ring.</summary>
public sealed class SecretCipher(Func<byte[], byte[]> protect, Func<byte[], byte[]> unprotect)
{
    public byte[] Protect(string secret) => protect(System.Text.Encoding.UTF8.GetBytes(secret));

    public string Unprotect(byte[] stored) => System.Text.Encoding.UTF8.GetString(unprotect(stored));
}
