package org.vmcore.model;

import java.nio.ByteOrder;
import org.vmcore.dump.MemoryFault;
import org.vmcore.paging.Memory;

/** Kernel memory that tells {@link Reads} of each read and each fault. */
final class MeteredMemory implements Memory {
  private final Memory memory;

  MeteredMemory(Memory memory) {
    this.memory = memory;
  }

  @Override
  public ByteOrder order() {
    return memory.order();
  }

  @Override
  public boolean isReadable(long address) {
    Reads.count();
    return memory.isReadable(address);
  }

  @Override
  public void read(long address, byte[] target, int offset, int length) {
    Reads.count();
    try {
      memory.read(address, target, offset, length);
    } catch (MemoryFault fault) {
      throw remembered(fault);
    }
  }

  @Override
  public int u8(long address) {
    Reads.count();
    try {
      return memory.u8(address);
    } catch (MemoryFault fault) {
      throw remembered(fault);
    }
  }

  @Override
  public int u16(long address) {
    Reads.count();
    try {
      return memory.u16(address);
    } catch (MemoryFault fault) {
      throw remembered(fault);
    }
  }

  @Override
  public int u32(long address) {
    Reads.count();
    try {
      return memory.u32(address);
    } catch (MemoryFault fault) {
      throw remembered(fault);
    }
  }

  @Override
  public long u64(long address) {
    Reads.count();
    try {
      return memory.u64(address);
    } catch (MemoryFault fault) {
      throw remembered(fault);
    }
  }

  private static MemoryFault remembered(MemoryFault fault) {
    Reads.failed(fault);
    return fault;
  }
}
