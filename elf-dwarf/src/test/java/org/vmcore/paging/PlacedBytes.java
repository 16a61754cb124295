package org.vmcore.paging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/** Memory from an address on, for tests: bytes to be filled in, and pages to be taken away. */
public final class PlacedBytes implements Memory {
  private static final int PAGE_BYTES = 4096;

  private final long start;
  private final ByteBuffer bytes;
  private final Set<Long> missingPages = new HashSet<>();

  public PlacedBytes(long start, int sizeBytes, ByteOrder order) {
    this.start = start;
    this.bytes = ByteBuffer.allocate(sizeBytes).order(order);
  }

  public long start() {
    return start;
  }

  public PlacedBytes put(long address, byte... some) {
    bytes.put((int) (address - start), some);
    return this;
  }

  public PlacedBytes putShort(long address, int number) {
    bytes.putShort((int) (address - start), (short) number);
    return this;
  }

  public PlacedBytes putInt(long address, int number) {
    bytes.putInt((int) (address - start), number);
    return this;
  }

  public PlacedBytes putLong(long address, long number) {
    bytes.putLong((int) (address - start), number);
    return this;
  }

  /** The page of this address cannot be read. */
  public PlacedBytes withoutPage(long address) {
    missingPages.add(address & -PAGE_BYTES);
    return this;
  }

  @Override
  public ByteOrder order() {
    return bytes.order();
  }

  @Override
  public boolean isReadable(long address) {
    long offset = address - start;
    return offset >= 0
        && offset < bytes.capacity()
        && !missingPages.contains(address & -PAGE_BYTES);
  }

  private int checked(long address, int length) {
    for (long at = address; at < address + length; at++) {
      if (!isReadable(at)) {
        throw new NotMapped("test", at, "not placed");
      }
    }
    return (int) (address - start);
  }

  @Override
  public void read(long address, byte[] target, int offset, int length) {
    bytes.get(checked(address, length), target, offset, length);
  }

  @Override
  public int u8(long address) {
    return bytes.get(checked(address, 1)) & 0xff;
  }

  @Override
  public int u16(long address) {
    return bytes.getShort(checked(address, 2)) & 0xffff;
  }

  @Override
  public int u32(long address) {
    return bytes.getInt(checked(address, 4));
  }

  @Override
  public long u64(long address) {
    return bytes.getLong(checked(address, 8));
  }
}
