package org.vmcore.dump;

import java.io.PrintStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vmcore.io.Fault;
import org.vmcore.recovery.RawLayouts;

/**
 * Reads random pages of one memory from several dumps of it, and says whether all that hold a page
 * agree about it. Arguments: number of pages, seed, dumps; files of one dump are joined by commas.
 * Prints a line for each dump: what tells which pages it holds and which notes, pages read, pages
 * that differ, name. Of a dump whose level loses nothing each page is read, not only those stored.
 * Then a line for each dump whose level is known, and one for each mistake among the levels. Ends
 * with 1 when there is one, or a dump differs.
 */
final class CompareContainers {
  private static final int PAGE_BYTES = 4096;

  private final Map<String, Dump> dumps = new LinkedHashMap<>();
  private final Map<Long, byte[]> pages = new LinkedHashMap<>();
  private final PrintStream console;

  private CompareContainers(PrintStream console) {
    this.console = console;
  }

  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    CompareContainers comparison = new CompareContainers(System.out);
    Arrays.stream(arguments).skip(2).forEach(comparison::open);
    comparison.choose(count, new Random(seed));
    boolean agree = true;
    for (String name : comparison.dumps.keySet()) {
      agree &= comparison.agrees(name);
    }
    agree &= comparison.levelsAgree();
    System.exit(agree ? 0 : 1);
  }

  private void open(String name) {
    try {
      dumps.put(
          name,
          Dumps.open(
              Arrays.stream(name.split(",")).map(Path::of).toList(),
              Opening.DEFAULT.raw(RawLayouts.ASKED_FOR)));
    } catch (Fault fault) {
      console.println("-\t0\t0\t" + name + "\t" + fault.what());
    }
  }

  /** Pages that the first dump to hold them gives the bytes of. */
  private void choose(int count, Random random) {
    long end = end();
    List<Long> all = new ArrayList<>();
    for (long paddr = 0; paddr < end; paddr += PAGE_BYTES) {
      long at = paddr;
      if (dumps.values().stream().anyMatch(dump -> isHeld(dump.state(at)))) {
        all.add(paddr);
      }
    }
    Collections.shuffle(all, random);
    for (long paddr : all.subList(0, Math.min(count, all.size()))) {
      dumps.values().stream()
          .filter(dump -> isHeld(dump.state(paddr)))
          .flatMap(dump -> bytesOf(dump, paddr).stream())
          .findFirst()
          .ifPresent(bytes -> pages.put(paddr, bytes));
    }
  }

  private long end() {
    return dumps.values().stream().mapToLong(CompareContainers::endOf).max().orElse(0);
  }

  private static boolean isHeld(PageState state) {
    return state == PageState.PRESENT || state == PageState.ZERO;
  }

  private static long endOf(Dump dump) {
    PageCounts counts = dump.pageCounts();
    long known = counts.pages().values().stream().mapToLong(Long::longValue).sum();
    long end = known * counts.pageSizeBytes();
    for (var at = dump.nextStored(end); at.isPresent(); at = dump.nextStored(end)) {
      end = (at.getAsLong() & -PAGE_BYTES) + PAGE_BYTES;
    }
    return end;
  }

  private static Optional<byte[]> bytesOf(Dump dump, long paddr) {
    try {
      Page page = dump.page(paddr);
      int from = page.offset() + (int) (paddr - page.paddr());
      return Optional.of(Arrays.copyOfRange(page.bytes(), from, from + PAGE_BYTES));
    } catch (MemoryFault fault) {
      return Optional.empty();
    }
  }

  private boolean agrees(String name) {
    Dump dump = dumps.get(name);
    int read = 0;
    int different = 0;
    for (Map.Entry<Long, byte[]> page : pages.entrySet()) {
      if (isHeld(dump.state(page.getKey())) || losesNothing(name, page.getKey())) {
        read++;
        Optional<byte[]> bytes = bytesOf(dump, page.getKey());
        different += bytes.isPresent() && Arrays.equals(bytes.get(), page.getValue()) ? 0 : 1;
      }
    }
    console.println(
        Stream.of(contents(dump), read, different, name, dump.description().format())
            .map(Object::toString)
            .collect(Collectors.joining("\t")));
    return different == 0;
  }

  /** What a dump of level 0 or 1 has no bytes of is zero. */
  private boolean losesNothing(String name, long paddr) {
    Dump dump = dumps.get(name);
    return LevelComparison.levelOf(name, dump).orElse(Integer.MAX_VALUE) <= 1
        && dump.state(paddr) == PageState.ZERO_OR_EXCLUDED;
  }

  private boolean levelsAgree() {
    LevelComparison levels = new LevelComparison();
    dumps.forEach(levels::add);
    levels.counts().forEach(line -> console.println("level\t" + line));
    List<String> mistakes = levels.mistakes(end());
    mistakes.forEach(line -> console.println("mistake\t" + line));
    return mistakes.isEmpty();
  }

  /** Dumps with the same pages, missing for the same reasons, and the same notes are alike. */
  private static String contents(Dump dump) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      long end = endOf(dump);
      for (long paddr = 0; paddr < end; paddr += PAGE_BYTES) {
        PageState state = dump.state(paddr);
        digest.update((byte) (isHeld(state) ? PageState.PRESENT : state).ordinal());
      }
      for (ElfNote note : dump.notes()) {
        digest.update(note.descriptor());
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
