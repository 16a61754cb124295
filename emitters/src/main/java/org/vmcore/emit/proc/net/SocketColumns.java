package org.vmcore.emit.proc.net;

import org.vmcore.emit.Text;
import org.vmcore.kernel.net.Endpoints;

/** Columns that the files of internet sockets share. */
final class SocketColumns {
  private SocketColumns() {}

  /** Addresses as words in host order, ports, state. */
  static void ends(Endpoints ends, int remotePort, int state, Text out) {
    address(ends.localWords(), out);
    out.print(":%04X ", ends.localPort());
    address(ends.remoteWords(), out);
    out.print(":%04X %02X", remotePort, state);
  }

  private static void address(long[] words, Text out) {
    for (long word : words) {
      out.print("%08X", word);
    }
  }
}
