package org.vmcore.emit.commands.process;

/**
 * What {@code lsof} says of a file in use. Cells that are not known are empty.
 *
 * @param fd number of the open file, or {@code cwd}, {@code txt}, {@code mem} and so on
 * @param access {@code r}, {@code w}, {@code u} or a blank
 * @param sizeOrOffset a size, or an offset that begins with {@code 0t}
 * @param node number of the inode, or the protocol
 */
record LsofRow(
    String fd,
    char access,
    char lock,
    String type,
    String device,
    String sizeOrOffset,
    String node,
    String name) {

  /** The column FD: access and lock stand behind the number. */
  String fdCell() {
    char shown = lock != ' ' && access == ' ' ? '-' : access;
    return fd + shown + lock;
  }
}
