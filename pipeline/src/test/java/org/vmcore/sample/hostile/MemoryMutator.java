package org.vmcore.sample.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.vmcore.dump.MemoryFault;
import org.vmcore.paging.Memory;

/**
 * Changes what emitters read: pointers go wild, lead elsewhere or in circles, counts become absurd,
 * names try to leave their place. The same seed makes the same changes.
 */
final class MemoryMutator {
  private static final int MAX_CHANGES_SHIFT = 12;
  private static final int PAGE_SHIFT = 12;
  private static final int NEIGHBOURHOOD = 3000;
  private static final long KERNEL_HALF = 0xffff_8000_0000_0000L;
  private static final List<String> NAMES =
      List.of(
          "../../../../../../tmp/x",
          "/etc/passwd",
          "..",
          ".",
          "/",
          "a/../../b",
          "\u001b]0;owned\u0007\u001b[2J",
          "two\nlines\r\tand more",
          "\0",
          "%s%n{pid}{}",
          "\u00ff\u00fe\u0080\u00c0",
          "\\x2f..\\..",
          "-rf *",
          " ",
          "A".repeat(64));

  private final Memory memory;
  private final LongUnaryOperator physical;
  private final ReadSites sites;
  private final long[] addresses;
  private final int[] firstOfPages; // numbers of addresses, and the end

  /** Other bytes for a place. */
  record Change(long vaddr, byte[] bytes) {
    @Override
    public String toString() {
      return "0x" + Long.toHexString(vaddr) + " = " + Arrays.toString(bytes);
    }
  }

  /**
   * @param memory of the kernel as it is
   * @param physical the physical address of one in memory
   */
  MemoryMutator(Memory memory, LongUnaryOperator physical, ReadSites sites) {
    this.memory = memory;
    this.physical = physical;
    this.sites = sites;
    this.addresses = sites.addresses();
    this.firstOfPages =
        IntStream.rangeClosed(0, addresses.length)
            .filter(i -> i == 0 || i == addresses.length || page(i) != page(i - 1))
            .toArray();
  }

  private long page(int site) {
    return addresses[site] >>> PAGE_SHIFT;
  }

  int nrSites() {
    return addresses.length;
  }

  /** Changes over all of the kernel, or close to each other. */
  List<Change> changes(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean near = random.nextBoolean();
    int first = anywhere(random);
    int nrChanges = 1 << random.nextInt(3, MAX_CHANGES_SHIFT + 1);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < nrChanges; i++) {
      int place = near ? first + random.nextInt(NEIGHBOURHOOD) : anywhere(random);
      long address = addresses[place % addresses.length];
      int size = sites.sizeBytes(address);
      byte[] bytes =
          size == Long.BYTES || size == Integer.BYTES || size < 3
              ? number(address, size, random)
              : text(size, random);
      changes.add(new Change(address, bytes));
    }
    return changes;
  }

  /** Each page as often as any other: large tables would else take it all. */
  private int anywhere(SplittableRandom random) {
    int page = random.nextInt(firstOfPages.length - 1);
    return random.nextInt(firstOfPages[page], firstOfPages[page + 1]);
  }

  /** Puts changes over a dump; those in places without memory behind them do nothing. */
  void apply(List<Change> changes, OverlaidDump dump) {
    for (Change change : changes) {
      for (int i = 0; i < change.bytes().length; i++) {
        try {
          dump.put(physical.applyAsLong(change.vaddr() + i), change.bytes()[i]);
        } catch (MemoryFault nowhere) {
          break;
        }
      }
    }
  }

  private byte[] number(long address, int size, SplittableRandom random) {
    long old = size == Long.BYTES ? memory.u64(address) : 0;
    boolean isPointer = Long.compareUnsigned(old, KERNEL_HALF) >= 0;
    long value = isPointer ? pointer(address, old, random) : anyNumber(random);
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return Arrays.copyOf(bytes, size);
  }

  private long pointer(long address, long old, SplittableRandom random) {
    return switch (random.nextInt(12)) {
      case 0 -> 0;
      case 1 -> address; // a list of one, or a loop
      case 2, 3 -> elsewhere(random);
      case 4 -> old + 8L * (random.nextInt(64) - 32);
      case 5 -> old + 1;
      case 6 -> 0x4141_4141_4141_4141L; // not an address at all
      case 7 -> 0x7fff_0000_1000L; // a process's
      case 8 -> -(1L + random.nextInt(4095)); // ERR_PTR()
      case 9 -> old ^ 1L << random.nextInt(48);
      case 10 -> addresses[random.nextInt(addresses.length)];
      default -> memory.isReadable(old) ? memory.u64(old & -8) : 0; // what comes next but one
    };
  }

  /** What another pointer points to. */
  private long elsewhere(SplittableRandom random) {
    long last = 0;
    for (int i = 0; i < 32; i++) {
      long site = addresses[random.nextInt(addresses.length)];
      last = sites.sizeBytes(site) == Long.BYTES ? memory.u64(site) : 0;
      if (Long.compareUnsigned(last, KERNEL_HALF) >= 0) {
        return last;
      }
    }
    return last;
  }

  private static long anyNumber(SplittableRandom random) {
    return switch (random.nextInt(10)) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> -1;
      case 3 -> Integer.MAX_VALUE;
      case 4 -> Long.MAX_VALUE;
      case 5 -> Long.MIN_VALUE;
      case 6 -> 1L << random.nextInt(Long.SIZE);
      case 7 -> 0x8000_0000L;
      case 8 -> random.nextInt(1 << 16);
      default -> random.nextLong();
    };
  }

  private static byte[] text(int size, SplittableRandom random) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    byte[] bytes = (name + "\0").getBytes(StandardCharsets.ISO_8859_1);
    return Arrays.copyOf(bytes, Math.min(size, bytes.length));
  }
}
