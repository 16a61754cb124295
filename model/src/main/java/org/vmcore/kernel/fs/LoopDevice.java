package org.vmcore.kernel.fs;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vmcore.kernel.tree.Idr;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** A {@code struct loop_device}, {@code drivers/block/loop.c}: a file that serves as a disk. */
public final class LoopDevice {
  private static final int LO_FLAGS_AUTOCLEAR = 4; // include/uapi/linux/loop.h
  private static final Pattern NAME = Pattern.compile("/dev/loop([0-9]{1,7})");

  private final Value device;

  private LoopDevice(Value device) {
    this.device = device;
  }

  /** The device of this name: {@code /dev/loop0}. */
  public static Optional<LoopDevice> named(Program kernel, String name) {
    Matcher number = NAME.matcher(name);
    OptionalLong all = kernel.findAddress("loop_index_idr");
    if (!number.matches() || all.isEmpty() || !kernel.hasType("struct loop_device")) {
      return Optional.empty();
    }
    Value idr = kernel.object("struct idr", all.getAsLong());
    return Idr.find(idr, Integer.parseInt(number.group(1)))
        .map(slot -> new LoopDevice(slot.as("struct loop_device")));
  }

  /** Whether it gives its file back when the last user closes it. */
  public boolean isAutoclear() {
    return (device.field("lo_flags").asLong() & LO_FLAGS_AUTOCLEAR) != 0;
  }

  /** Name of its file; empty without one. */
  public String backingFile() {
    Value file = device.field("lo_backing_file");
    return file.isNull() ? "" : DPath.of(device.program()).ofFile(file.deref());
  }
}
