package org.vmcore.emit.proc.net;

import org.vmcore.emit.Text;

/** Hardware addresses as the kernel prints them. */
public final class Macs {
  private Macs() {}

  /** {@code %pM} and {@code %*phC}: bytes in hex with colons between. */
  public static String text(byte[] address) {
    return joined(address, ":");
  }

  /** {@code %*phN}: bytes in hex without anything between. */
  public static String plain(byte[] address) {
    return joined(address, "");
  }

  private static String joined(byte[] address, String separator) {
    StringBuilder text = new StringBuilder();
    for (byte part : address) {
      text.append(text.length() == 0 ? "" : separator).append(Text.format("%02x", part & 0xff));
    }
    return text.toString();
  }
}
