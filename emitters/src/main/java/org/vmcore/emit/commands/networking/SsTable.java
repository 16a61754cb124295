package org.vmcore.emit.commands.networking;

import java.util.ArrayList;
import java.util.List;
import org.vmcore.emit.Text;

/**
 * The columns of {@code ss}: as wide as their longest entry, {@code render()}, {@code misc/ss.c} of
 * iproute2. For one thread.
 */
final class SsTable {
  private static final int LOCAL_ADDRESS = 4;
  private static final int PEER_ADDRESS = 6;

  /** What stands before a column that is not the first: ports follow their addresses closely. */
  private static final List<String> DELIMITERS = List.of("", " ", " ", " ", " ", "", " ", "", "");

  private final List<List<String>> rows = new ArrayList<>();

  SsTable() {
    row(
        "Netid",
        "State",
        "Recv-Q",
        "Send-Q",
        "Local Address:",
        "Port",
        "Peer Address:",
        "Port",
        "Process");
  }

  void row(String... fields) {
    rows.add(List.of(fields));
  }

  void print(Text out) {
    int[] widths = new int[DELIMITERS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        out.raw(DELIMITERS.get(i));
        boolean right = i == LOCAL_ADDRESS || i == PEER_ADDRESS;
        String padding = " ".repeat(widths[i] - row.get(i).length());
        out.raw(right ? padding + row.get(i) : row.get(i) + padding);
      }
      out.append('\n');
    }
  }
}
