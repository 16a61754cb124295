package org.vmcore.orc;

/**
 * The rule for a range of code: {@code struct orc_entry}, in one form for all versions.
 *
 * @param spOffset bytes from {@code spRegister} to the caller's stack pointer
 * @param bpOffset bytes from {@code bpRegister} to where the caller's rbp was saved
 * @param signal whether the address found next was interrupted there, rather than called from
 */
public record OrcEntry(
    OrcRegister spRegister,
    int spOffset,
    OrcRegister bpRegister,
    int bpOffset,
    OrcType type,
    boolean signal) {}
