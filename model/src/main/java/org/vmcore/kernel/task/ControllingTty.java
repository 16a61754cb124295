package org.vmcore.kernel.task;

import java.util.Optional;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/**
 * The terminal that controls a process, {@code signal_struct.tty}.
 *
 * @param number device number as {@code new_encode_dev()} packs it
 * @param foreground number of the foreground process group, 0 when there is none
 * @param name {@code tty1}, {@code pts/0}
 */
public record ControllingTty(long number, int foreground, String name) {
  private static final int UNIX98_PTY_SLAVE_MAJOR = 136; // include/uapi/linux/major.h
  private static final int UNIX98_PTY_MAJOR_COUNT = 8;

  public static Optional<ControllingTty> of(Task task) {
    Value pointer = task.signal().field("tty");
    return pointer.isNull() ? Optional.empty() : Optional.of(read(pointer.deref()));
  }

  private static ControllingTty read(Value tty) {
    Value driver = tty.field("driver");
    long major = driver.field("major").asLong();
    long index = tty.field("index").asLong();
    long minor = driver.field("minor_start").asLong() + index;
    Value group = MemberVariants.first(tty, "ctrl.pgrp", "pgrp"); // 5.15 moved it
    boolean pts =
        major >= UNIX98_PTY_SLAVE_MAJOR && major < UNIX98_PTY_SLAVE_MAJOR + UNIX98_PTY_MAJOR_COUNT;
    return new ControllingTty(
        minor & 0xff | major << 8 | (minor & ~0xffL) << 12,
        group.isNull() ? 0 : group.at("numbers[0].nr").asInt(),
        pts ? "pts/" + index : tty.field("name").asString());
  }
}
