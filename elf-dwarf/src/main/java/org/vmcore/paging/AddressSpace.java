package org.vmcore.paging;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.vmcore.dump.Dump;
import org.vmcore.dump.MemoryFault;
import org.vmcore.dump.Page;

/**
 * Virtual memory on top of a dump: linear maps first, page tables for the rest, and a cache of the
 * chunks read last. Thread-safe without locks: what threads share are immutable objects.
 */
final class AddressSpace implements Memory {
  static final VarHandle LITTLE_U64 = view(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle BIG_U64 = view(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE_U32 = view(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_U32 = view(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int CHUNK_SHIFT = 12; // no page of any kernel is smaller
  private static final int CHUNK_BYTES = 1 << CHUNK_SHIFT;

  private final Dump dump;
  private final PageTableWalker walker;
  private final LinearMap[] linearMaps;
  private final boolean littleEndian;
  // Read and written without order: a Chunk is immutable, a stale one costs a look-up.
  private final Chunk[] recent;

  /** Bytes behind one aligned piece of virtual memory. */
  private static final class Chunk {
    final long number;
    final byte[] bytes;
    final int offset;
    final boolean isSaved;

    Chunk(long number, byte[] bytes, int offset, boolean isSaved) {
      this.number = number;
      this.bytes = bytes;
      this.offset = offset;
      this.isSaved = isSaved;
    }
  }

  /**
   * @param cachedChunks how many pages to keep at hand; a power of two
   */
  AddressSpace(Dump dump, PageTableWalker walker, List<LinearMap> linearMaps, int cachedChunks) {
    this.dump = dump;
    this.walker = walker;
    this.linearMaps = linearMaps.toArray(LinearMap[]::new);
    this.littleEndian = dump.description().order() == ByteOrder.LITTLE_ENDIAN;
    this.recent = new Chunk[cachedChunks];
  }

  private static VarHandle view(Class<?> arrayClass, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(arrayClass, order);
  }

  @Override
  public ByteOrder order() {
    return littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  /**
   * Physical address behind {@code vaddr}.
   *
   * @throws MemoryFault when there is none, or the tables are not in the dump
   */
  long physical(long vaddr) {
    for (LinearMap map : linearMaps) {
      if (map.contains(vaddr)) {
        return map.physical(vaddr);
      }
    }
    return walker.translate(vaddr);
  }

  private Chunk chunk(long vaddr) {
    Chunk chunk = find(vaddr);
    if (!chunk.isSaved) {
      dump.readPolicy().tookZeros(vaddr);
    }
    return chunk;
  }

  private Chunk find(long vaddr) {
    long number = vaddr >>> CHUNK_SHIFT;
    int slot = (int) (number ^ number >>> 13) & recent.length - 1;
    Chunk chunk = recent[slot];
    if (chunk == null || chunk.number != number) {
      chunk = load(number);
      recent[slot] = chunk;
    }
    return chunk;
  }

  private Chunk load(long number) {
    long paddr = physical(number << CHUNK_SHIFT);
    Page page = dump.page(paddr);
    return new Chunk(
        number, page.bytes(), page.offset() + (int) (paddr - page.paddr()), page.isSaved());
  }

  @Override
  public void read(long address, byte[] target, int offset, int length) {
    int done = 0;
    while (done < length) {
      long at = address + done;
      int inside = (int) at & CHUNK_BYTES - 1;
      int run = Math.min(length - done, CHUNK_BYTES - inside);
      Chunk chunk = chunk(at);
      System.arraycopy(chunk.bytes, chunk.offset + inside, target, offset + done, run);
      done += run;
    }
  }

  @Override
  public boolean isReadable(long address) {
    try {
      find(address);
      return true;
    } catch (MemoryFault fault) {
      return false;
    }
  }

  @Override
  public int u8(long address) {
    Chunk chunk = chunk(address);
    return chunk.bytes[chunk.offset + ((int) address & CHUNK_BYTES - 1)] & 0xff;
  }

  @Override
  public int u16(long address) {
    int first = u8(address);
    int second = u8(address + 1);
    return littleEndian ? second << 8 | first : first << 8 | second;
  }

  @Override
  public int u32(long address) {
    int inside = (int) address & CHUNK_BYTES - 1;
    if (inside > CHUNK_BYTES - Integer.BYTES) {
      byte[] bytes = read(address, Integer.BYTES);
      return (int) (littleEndian ? LITTLE_U32 : BIG_U32).get(bytes, 0);
    }
    Chunk chunk = chunk(address);
    int at = chunk.offset + inside;
    return littleEndian
        ? (int) LITTLE_U32.get(chunk.bytes, at)
        : (int) BIG_U32.get(chunk.bytes, at);
  }

  @Override
  public long u64(long address) {
    int inside = (int) address & CHUNK_BYTES - 1;
    if (inside > CHUNK_BYTES - Long.BYTES) {
      byte[] bytes = read(address, Long.BYTES);
      return littleEndian ? (long) LITTLE_U64.get(bytes, 0) : (long) BIG_U64.get(bytes, 0);
    }
    Chunk chunk = chunk(address);
    int at = chunk.offset + inside;
    return littleEndian
        ? (long) LITTLE_U64.get(chunk.bytes, at)
        : (long) BIG_U64.get(chunk.bytes, at);
  }
}
