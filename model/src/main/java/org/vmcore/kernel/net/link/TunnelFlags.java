package org.vmcore.kernel.net.link;

import org.vmcore.model.Value;

/**
 * {@code i_flags} and {@code o_flags} of tunnels: a {@code __be16} of {@code TUNNEL_*}, since 6.10
 * a bitmap with the same bits.
 */
public record TunnelFlags(long bits) {
  public static TunnelFlags of(Value flags) {
    byte[] bytes = flags.bytes();
    boolean isBitmap = bytes.length != Short.BYTES;
    return new TunnelFlags(
        isBitmap ? flags.index(0).asLong() : (bytes[0] & 0xff) << Byte.SIZE | bytes[1] & 0xff);
  }

  public boolean hasChecksum() {
    return (bits & 1) != 0;
  }

  public boolean hasKey() {
    return (bits >> 2 & 1) != 0;
  }

  public boolean hasSequence() {
    return (bits >> 3 & 1) != 0;
  }
}
