package org.vmcore.kernel.printk;

import java.util.List;
import java.util.OptionalLong;

/**
 * One record of the log: {@code struct printk_info} or {@code struct printk_log}, with its text.
 *
 * @param timeNs nanoseconds on {@code local_clock()}, which counts from boot
 * @param facility syslog facility: 0 for the kernel, others for what processes wrote to {@code
 *     /dev/kmsg}
 * @param level syslog level, 0 emergency to 7 debug
 * @param callerId thread, or CPU with the uppermost of 32 bits set; empty where not recorded
 * @param newline whether the record ends its line
 * @param continues whether the record goes on with the line of the one before
 * @param text one line or several, without a newline at the end; a character for each byte
 * @param subsystem and device: of {@code dev_printk()}, empty for others
 */
public record LogRecord(
    long seq,
    long timeNs,
    int facility,
    int level,
    OptionalLong callerId,
    boolean newline,
    boolean continues,
    String text,
    String subsystem,
    String device) {
  static final int LOG_NEWLINE = 2; // enum log_flags, kernel/printk/printk.c
  static final int LOG_CONT = 8;

  /** The lines of the text; an empty text is one empty line. */
  public List<String> lines() {
    return List.of(text.split("\n", -1));
  }

  /** Facility and level as one number, as {@code <6>} shows them. */
  public int priority() {
    return facility << 3 | level;
  }
}
