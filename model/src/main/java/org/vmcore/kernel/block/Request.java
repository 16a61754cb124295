package org.vmcore.kernel.block;

import java.util.Optional;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.EnumType;

/**
 * A {@code struct request}.
 *
 * @param value the {@code struct request}
 */
public record Request(Value value) {
  private static final long REQ_OP_MASK = 0xff; // include/linux/blk_types.h

  /** {@code rq_data_dir()}: operations with an odd number send data. */
  public boolean isWrite() {
    return (value.field("cmd_flags").asLong() & 1) != 0;
  }

  /** {@code req_op()} by its name: {@code "READ"}; its number where it has none. */
  public String operation() {
    Program kernel = value.program();
    long op = value.field("cmd_flags").asLong() & REQ_OP_MASK;
    return kernel.enumerationOf("REQ_OP_READ").enumerators().stream()
        .filter(constant -> constant.value() == op)
        .map(EnumType.Enumerator::name)
        .map(name -> name.replace("REQ_OP_", ""))
        .findFirst()
        .orElse(Long.toString(op));
  }

  /** First sector, in units of 512 bytes. */
  public long sector() {
    return value.field("__sector").asLong();
  }

  public long sizeBytes() {
    return value.field("__data_len").asLong() & 0xffffffffL;
  }

  /** When it was made, on the clock of {@code ktime_get_ns()}; 0 when nobody counts. */
  public long startNs() {
    return value.field("start_time_ns").asLong();
  }

  /** When the driver got it. */
  public long issuedNs() {
    return value.field("io_start_time_ns").asLong();
  }

  /** The bio that it was made of. */
  public Optional<Value> bio() {
    Value bio = value.field("bio");
    return bio.isNull() ? Optional.empty() : Optional.of(bio.deref());
  }

  public long tag() {
    return value.field("tag").asLong();
  }

  /**
   * Whether it counts as work of the device: its own, or of the whole disk. Since 5.11 requests
   * that are not counted have no {@code part}.
   */
  boolean countsFor(BlockDevice device) {
    long part = value.field("part").asLong();
    boolean disksPart = part != 0 || device.value().type().spelling().contains("hd_struct");
    return part == device.value().address() || disksPart && !device.isPartition();
  }
}
