package org.vmcore.kernel.net.addr;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.vmcore.model.Value;

/** An IPv4 or IPv6 address in network byte order, or none. Immutable. */
public final class IpAddress {
  // include/linux/socket.h
  public static final int AF_UNSPEC = 0;
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 10;

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int IPV6_WORDS = 8;

  /** No address. */
  public static final IpAddress NONE = new IpAddress(new byte[0]);

  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /** An address of 4 or 16 bytes; {@link #NONE} of other lengths. */
  public static IpAddress of(byte[] bytes) {
    return bytes.length == IPV4_BYTES || bytes.length == IPV6_BYTES
        ? new IpAddress(bytes.clone())
        : NONE;
  }

  /** A {@code __be32} in memory. */
  public static IpAddress ipv4(Value be32) {
    return new IpAddress(be32.bytes(IPV4_BYTES));
  }

  /** A {@code struct in6_addr}. */
  public static IpAddress ipv6(Value in6Addr) {
    return new IpAddress(in6Addr.bytes(IPV6_BYTES));
  }

  /** An IPv4 address from its number in the CPU's byte order, as tries have it for a key. */
  public static IpAddress ofHostOrder(long address) {
    byte[] bytes = new byte[IPV4_BYTES];
    for (int i = 0; i < IPV4_BYTES; i++) {
      bytes[i] = (byte) (address >> 8 * (IPV4_BYTES - 1 - i));
    }
    return new IpAddress(bytes);
  }

  /** The address of this family: {@code AF_INET} or {@code AF_INET6}; none of another. */
  public static IpAddress of(int family, Value address) {
    return switch (family) {
      case AF_INET -> ipv4(address);
      case AF_INET6 -> ipv6(address);
      default -> NONE;
    };
  }

  /** Whether there is an address at all. */
  public boolean isPresent() {
    return bytes.length > 0;
  }

  /** {@code ipv6_addr_any()}: all bits are 0, or there is no address. */
  public boolean isAny() {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  public boolean isMulticast() {
    return bytes.length == IPV4_BYTES
        ? (bytes[0] & 0xf0) == 0xe0
        : bytes.length == IPV6_BYTES && bytes[0] == (byte) 0xff;
  }

  public int family() {
    return switch (bytes.length) {
      case IPV4_BYTES -> AF_INET;
      case IPV6_BYTES -> AF_INET6;
      default -> AF_UNSPEC;
    };
  }

  /** Length of an address of this family in bits. */
  public int bits() {
    return bytes.length * Byte.SIZE;
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** The bits of an IPv4 address as a CPU of this byte order reads them; 0 without an address. */
  public long number(ByteOrder order) {
    long number = 0;
    for (int i = 0; i < bytes.length && i < IPV4_BYTES; i++) {
      int shift = order == ByteOrder.LITTLE_ENDIAN ? 8 * i : 8 * (IPV4_BYTES - 1 - i);
      number |= (bytes[i] & 0xffL) << shift;
    }
    return number;
  }

  /** {@code %pi6}: hexadecimal digits without separators. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** As {@code inet_ntop(3)} writes it; empty for {@link #NONE}. */
  @Override
  public String toString() {
    return switch (bytes.length) {
      case IPV4_BYTES -> dotted(0);
      case IPV6_BYTES -> colons();
      default -> "";
    };
  }

  private String dotted(int from) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < from + IPV4_BYTES; i++) {
      text.append(i == from ? "" : ".").append(bytes[i] & 0xff);
    }
    return text.toString();
  }

  /** The longest run of at least two zero words, the first of those, becomes {@code ::}. */
  private String colons() {
    int start = -1;
    int length = 1;
    for (int i = 0; i < IPV6_WORDS; i++) {
      int run = zeroWords(i);
      if (run > length) {
        start = i;
        length = run;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < IPV6_WORDS; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
        continue;
      }
      if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
        text.append(':');
      }
      if (i == IPV6_WORDS - 2 && start == 0 && endsInIpv4(length)) {
        return text.append(dotted(IPV6_BYTES - IPV4_BYTES)).toString();
      }
      text.append(Integer.toHexString(word(i)));
    }
    return text.toString();
  }

  /** {@code ::a.b.c.d} and {@code ::ffff:a.b.c.d}. */
  private boolean endsInIpv4(int zeroWords) {
    return zeroWords == 6 || zeroWords == 5 && word(5) == 0xffff;
  }

  private int zeroWords(int from) {
    int end = from;
    while (end < IPV6_WORDS && word(end) == 0) {
      end++;
    }
    return end - from;
  }

  private int word(int i) {
    return (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
