package org.vmcore.sample.hostile;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.vmcore.paging.Memory;

/** Memory that remembers where it was read, and how many bytes at once. */
final class ReadSites implements Memory {
  private static final int MAX_BYTES = 64;
  private static final int MAX_READ_BYTES = 32 << 10;

  private final Memory memory;
  private final Map<Long, Integer> sizes = new ConcurrentHashMap<>();

  ReadSites(Memory memory) {
    this.memory = memory;
  }

  /** All addresses, ascending: the same for the same emitters and dump. */
  long[] addresses() {
    long[] addresses = sizes.keySet().stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(addresses);
    return addresses;
  }

  /** The most bytes that were read there at once. */
  int sizeBytes(long address) {
    return sizes.get(address);
  }

  private void seen(long address, int sizeBytes) {
    sizes.merge(address, Math.min(sizeBytes, MAX_BYTES), Math::max);
  }

  @Override
  public ByteOrder order() {
    return memory.order();
  }

  @Override
  public boolean isReadable(long address) {
    return memory.isReadable(address);
  }

  @Override
  public void read(long address, byte[] target, int offset, int length) {
    memory.read(address, target, offset, length);
    if (length > MAX_READ_BYTES) {
      return; // a search through all of the image
    }
    for (int at = 0; at < length; at += MAX_BYTES) {
      seen(address + at, length - at);
    }
  }

  @Override
  public int u8(long address) {
    int value = memory.u8(address);
    seen(address, 1);
    return value;
  }

  @Override
  public int u16(long address) {
    int value = memory.u16(address);
    seen(address, Short.BYTES);
    return value;
  }

  @Override
  public int u32(long address) {
    int value = memory.u32(address);
    seen(address, Integer.BYTES);
    return value;
  }

  @Override
  public long u64(long address) {
    long value = memory.u64(address);
    seen(address, Long.BYTES);
    return value;
  }
}
