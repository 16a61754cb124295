package org.vmcore.orc;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;

/**
 * One pair of ORC tables: that of the kernel image or of a module. Immutable, thread-safe.
 *
 * <p>{@code .orc_unwind_ip} holds 32-bit distances from each element to the code it stands for,
 * {@code .orc_unwind} the entries in the same order. Where several entries stand for one address
 * the last one counts.
 */
public final class OrcTable {
  private static final int IP_BYTES = Integer.BYTES;

  private final long base;
  private final long[] distances; // of the code from the start of the table of addresses, ascending
  private final byte[] entries;
  private final int[] positions; // of the entries, in the order of distances
  private final OrcFormat format;

  private OrcTable(long base, long[] distances, byte[] entries, int[] positions, OrcFormat format) {
    this.base = base;
    this.distances = distances;
    this.entries = entries;
    this.positions = positions;
    this.format = format;
  }

  /**
   * @param ips bytes of {@code .orc_unwind_ip}
   * @param ipsAddress where they lie in the kernel's memory
   * @param entries bytes of {@code .orc_unwind}
   * @throws MalformedInput when the tables have different lengths
   */
  public static OrcTable of(byte[] ips, long ipsAddress, byte[] entries, OrcFormat format) {
    int n = ips.length / IP_BYTES;
    if (entries.length / OrcFormat.ENTRY_BYTES != n) {
      throw new MalformedInput(
          n + " addresses, but " + entries.length + " bytes of entries", ".orc_unwind", 0);
    }
    long[] distances = new long[n];
    Cursor cursor = new Cursor(ips, ByteOrder.LITTLE_ENDIAN, ".orc_unwind_ip");
    for (int i = 0; i < n; i++) {
      distances[i] = (long) i * IP_BYTES + cursor.s32();
    }
    OrcTable table = new OrcTable(ipsAddress, distances, entries, inOrder(n), format);
    return isAscending(distances) ? table : table.sorted();
  }

  private static int[] inOrder(int n) {
    int[] positions = new int[n];
    Arrays.setAll(positions, i -> i);
    return positions;
  }

  private static boolean isAscending(long[] distances) {
    for (int i = 1; i < distances.length; i++) {
      if (distances[i] < distances[i - 1]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Kernels before 5.6 sort the tables at boot, in memory only. An entry that merely ends another
   * section's code comes before a real one for the same address.
   */
  private OrcTable sorted() {
    Integer[] order = new Integer[distances.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        Comparator.<Integer>comparingLong(i -> distances[i])
            .thenComparing(i -> entry(i).type() != OrcType.UNDEFINED));
    long[] ascending = new long[order.length];
    int[] places = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      ascending[i] = distances[order[i]];
      places[i] = positions[order[i]];
    }
    return new OrcTable(base, ascending, entries, places, format);
  }

  public int size() {
    return distances.length;
  }

  /** The rule at a code address; empty before the first address of the table. */
  public Optional<OrcEntry> at(long address) {
    long distance = address - base;
    int low = 0;
    int high = distances.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (distances[middle] <= distance) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? Optional.empty() : Optional.of(entry(positions[low - 1]));
  }

  private OrcEntry entry(int position) {
    int start = position * OrcFormat.ENTRY_BYTES;
    Cursor cursor =
        new Cursor(
            entries,
            start,
            start + OrcFormat.ENTRY_BYTES,
            ByteOrder.LITTLE_ENDIAN,
            ".orc_unwind",
            start);
    return format.decode((short) cursor.u16(), (short) cursor.u16(), cursor.u16());
  }
}
