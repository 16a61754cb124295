package org.vmcore.emit.proc.pid;

import java.util.HexFormat;
import java.util.Optional;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.FileHandle;
import org.vmcore.kernel.fs.FsNotify;
import org.vmcore.kernel.fs.FsNotify.Kind;
import org.vmcore.model.Value;

/** What files of inotify and fanotify add to their {@code fdinfo}, {@code fs/notify/fdinfo.c}. */
final class FdInfoNotify {
  private static final long IN_ALL_EVENTS = 0xfff; // include/uapi/linux/inotify.h
  private static final long IN_EXCL_UNLINK = 0x04000000;
  private static final long IN_ONESHOT = 0x80000000L;
  private static final int MARK_EXCL_UNLINK = 0x10; // include/linux/fsnotify_backend.h
  private static final int MARK_IN_ONESHOT = 0x20;
  private static final int MARK_IGNORED_SURV_MODIFY = 0x100;
  private static final int MARK_NO_IREF = 0x200;
  private static final int MARK_HAS_IGNORE_FLAGS = 0x400;
  private static final int FAN_MARK_IGNORED_SURV_MODIFY = 0x40; // include/uapi/linux/fanotify.h
  private static final int FAN_MARK_EVICTABLE = 0x200;
  private static final int FAN_MARK_IGNORE = 0x400;

  private FdInfoNotify() {}

  /** {@code inotify_fdinfo()} of each mark. */
  static void inotify(Value file, Text out) {
    for (Value mark : FsNotify.marks(FsNotify.group(file))) {
      if (FsNotify.kind(mark) == Kind.INODE) {
        Value inode = FsNotify.watched(mark, Kind.INODE);
        Value own = mark.containerOf("struct inotify_inode_mark", "fsn_mark");
        out.print(
            "inotify wd:%x ino:%lx sdev:%x mask:%x ignored_mask:0 ",
            own.field("wd").asLong(),
            inode.field("i_ino").asLong(),
            inode.field("i_sb").field("s_dev").asLong(),
            inotifyMask(mark));
        handle(inode, out);
        out.append('\n');
      }
    }
  }

  private static long inotifyMask(Value mark) {
    int flags = mark.field("flags").asInt();
    return mark.field("mask").asLong() & IN_ALL_EVENTS
        | ((flags & MARK_EXCL_UNLINK) != 0 ? IN_EXCL_UNLINK : 0)
        | ((flags & MARK_IN_ONESHOT) != 0 ? IN_ONESHOT : 0);
  }

  /** {@code show_mark_fhandle()}. */
  private static void handle(Value inode, Text out) {
    Optional<FileHandle> handle = FileHandle.of(inode);
    if (handle.isEmpty()) {
      out.partial("handles of files of " + inode.at("i_sb->s_type->name").asString());
      return;
    }
    byte[] bytes = handle.get().bytes();
    out.print("fhandle-bytes:%x fhandle-type:%x f_handle:", bytes.length, handle.get().type());
    out.raw(HexFormat.of().formatHex(bytes));
  }

  /** {@code fanotify_show_fdinfo()}. */
  static void fanotify(Value file, Text out) {
    Value group = FsNotify.group(file);
    out.line(
        "fanotify flags:%x event-flags:%x",
        group.at("fanotify_data.flags").asLong(), group.at("fanotify_data.f_flags").asLong());
    for (Value mark : FsNotify.marks(group)) {
      fanotifyMark(mark, out);
    }
  }

  private static void fanotifyMark(Value mark, Text out) {
    Kind kind = FsNotify.kind(mark);
    if (kind == Kind.OTHER) {
      return;
    }
    Value watched = FsNotify.watched(mark, kind);
    switch (kind) {
      case INODE ->
          out.print(
              "fanotify ino:%lx sdev:%x",
              watched.field("i_ino").asLong(), watched.at("i_sb->s_dev").asLong());
      case MOUNT -> out.print("fanotify mnt_id:%x", watched.field("mnt_id").asLong());
      case SUPER_BLOCK -> out.print("fanotify sdev:%x", watched.field("s_dev").asLong());
      default -> out.print("fanotify mnt_ns:%u", watched.at("ns.inum").asLong());
    }
    out.print(
        " mflags:%x mask:%x ignored_mask:%x",
        fanotifyFlags(mark.field("flags").asInt()),
        mark.field("mask").asLong(),
        FsNotify.ignoreMask(mark));
    if (kind == Kind.INODE) {
      out.append(' ');
      handle(watched, out);
    }
    out.append('\n');
  }

  private static long fanotifyFlags(int flags) {
    return ((flags & MARK_IGNORED_SURV_MODIFY) != 0 ? FAN_MARK_IGNORED_SURV_MODIFY : 0)
        | ((flags & MARK_NO_IREF) != 0 ? FAN_MARK_EVICTABLE : 0)
        | ((flags & MARK_HAS_IGNORE_FLAGS) != 0 ? FAN_MARK_IGNORE : 0);
  }
}
