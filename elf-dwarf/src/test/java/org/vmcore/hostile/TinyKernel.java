package org.vmcore.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vmcore.btf.BtfBytes;
import org.vmcore.dump.MemoryImage;

/**
 * The memory of an x86-64 kernel that knows itself and nothing else: page tables, kallsyms, BTF.
 */
final class TinyKernel {
  private static final int PAGE_BYTES = MemoryImage.PAGE_BYTES;
  private static final long START_KERNEL_MAP = 0xffff_ffff_8000_0000L;
  private static final int TEXT = 0x0100_0000;
  private static final int TOP_TABLE = TEXT + 0x1000;
  private static final int NEXT_TABLE = TEXT + 0x2000;
  private static final int PAGE_OFFSET_BASE = TEXT + 0x3000;
  private static final int LOW_TABLE = TEXT + 0x4000;
  private static final int NUM_SYMS = TEXT + 0x5000;
  private static final int OFFSETS = TEXT + 0x5100;
  private static final int RELATIVE_BASE = TEXT + 0x5080;
  private static final int KALLSYMS_NAMES = TEXT + 0x6000;
  private static final int TOKEN_TABLE = TEXT + 0x7000;
  private static final int TOKEN_INDEX = TEXT + 0x8000;
  private static final int BTF = TEXT + 0x9000;
  private static final long GIANT_PAGE = 0x83;
  private static final long TABLE = 0x3;

  private final MemoryImage image = new MemoryImage();

  /** The memory; all of it is stored but for one page. */
  static MemoryImage image() {
    TinyKernel kernel = new TinyKernel();
    kernel.tables();
    byte[] types = BtfBytes.example(ByteOrder.LITTLE_ENDIAN);
    kernel.put(BTF, types);
    kernel.kallsyms(types.length);
    kernel.image.excluded().add((long) TEXT / PAGE_BYTES + 16);
    return kernel.image;
  }

  /** What such a kernel writes about itself. */
  static String vmcoreInfo() {
    return "OSRELEASE=6.1.0\nPAGESIZE=4096\nNUMBER(phys_base)=0\n"
        + symbol("_stext", TEXT)
        + symbol("init_top_pgt", TOP_TABLE)
        + symbol("page_offset_base", PAGE_OFFSET_BASE)
        + symbol("kallsyms_num_syms", NUM_SYMS)
        + symbol("kallsyms_offsets", OFFSETS)
        + symbol("kallsyms_relative_base", RELATIVE_BASE)
        + symbol("kallsyms_names", KALLSYMS_NAMES)
        + symbol("kallsyms_token_table", TOKEN_TABLE)
        + symbol("kallsyms_token_index", TOKEN_INDEX)
        + "CRASHTIME=1700000000\n";
  }

  private static String symbol(String name, int paddr) {
    return "SYMBOL(" + name + ")=" + Long.toHexString(START_KERNEL_MAP + paddr) + "\n";
  }

  /** The first GiB as text and as direct map, two MiB by small pages, and tables that loop. */
  private void tables() {
    word(TOP_TABLE + 8 * 0x111, NEXT_TABLE | TABLE);
    word(TOP_TABLE + 8 * 0x1ff, NEXT_TABLE | TABLE);
    word(TOP_TABLE + 8 * 0x192, TOP_TABLE | TABLE); // 0xffffc90000000000
    word(NEXT_TABLE, GIANT_PAGE);
    word(NEXT_TABLE + 8 * 0x1fe, GIANT_PAGE);
    word(NEXT_TABLE + 8, LOW_TABLE | TABLE);
    word(LOW_TABLE, LOW_TABLE | TABLE);
    word(PAGE_OFFSET_BASE, 0xffff_8880_0000_0000L);
  }

  private void kallsyms(int typesBytes) {
    Map<String, Integer> symbols = new LinkedHashMap<>();
    symbols.put("T_stext", TEXT);
    symbols.put("Dinit_top_pgt", TOP_TABLE);
    symbols.put("Djiffies", PAGE_OFFSET_BASE + 8);
    symbols.put("R__start_BTF", BTF);
    symbols.put("R__stop_BTF", BTF + typesBytes);
    put(NUM_SYMS, number(symbols.size(), 4));
    word(RELATIVE_BASE, START_KERNEL_MAP + TEXT);
    int names = KALLSYMS_NAMES;
    int offsets = OFFSETS;
    for (Map.Entry<String, Integer> symbol : symbols.entrySet()) {
      byte[] text = symbol.getKey().getBytes(StandardCharsets.US_ASCII);
      put(names, number(text.length, 1));
      put(names + 1, text);
      names += 1 + text.length;
      put(offsets, number(symbol.getValue() - TEXT, 4));
      offsets += 4;
    }
    for (int token = 0; token < 256; token++) {
      put(TOKEN_TABLE + 2 * token, number(token, 1)); // a character and its end
      put(TOKEN_INDEX + 2 * token, number(2L * token, 2));
    }
  }

  private static byte[] number(long value, int sizeBytes) {
    byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return Arrays.copyOf(bytes, sizeBytes);
  }

  private void word(int paddr, long value) {
    put(paddr, number(value, 8));
  }

  private void put(int paddr, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      int at = paddr + i;
      image.stored()
              .computeIfAbsent((long) at / PAGE_BYTES, pfn -> new byte[PAGE_BYTES])[
              at % PAGE_BYTES] =
          bytes[i];
    }
  }
}
