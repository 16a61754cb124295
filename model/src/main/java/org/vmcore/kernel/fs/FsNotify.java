package org.vmcore.kernel.fs;

import java.util.List;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/** Groups of inotify and fanotify and what they watch, {@code fs/notify/}. */
public final class FsNotify {
  /** What a mark watches. */
  public enum Kind {
    INODE("FSNOTIFY_OBJ_TYPE_INODE", "struct inode", "i_fsnotify_marks"),
    MOUNT("FSNOTIFY_OBJ_TYPE_VFSMOUNT", "struct mount", "mnt_fsnotify_marks"),
    SUPER_BLOCK("FSNOTIFY_OBJ_TYPE_SB", "struct super_block", "s_fsnotify_marks"),
    MOUNT_NAMESPACE("FSNOTIFY_OBJ_TYPE_MNTNS", "struct mnt_namespace", "n_fsnotify_marks"),
    OTHER("", "", "");

    private final String enumerator;
    private final String type;
    private final String member;

    Kind(String enumerator, String type, String member) {
      this.enumerator = enumerator;
      this.type = type;
      this.member = member;
    }
  }

  private FsNotify() {}

  /** The {@code struct fsnotify_group} of an open file. */
  public static Value group(Value file) {
    return file.field("private_data").cast("struct fsnotify_group *").deref();
  }

  /** {@code struct fsnotify_mark}s of a group, that are still attached to something. */
  public static List<Value> marks(Value group) {
    return ListHead.forEachEntry(group.field("marks_list"), "struct fsnotify_mark", "g_list")
        .stream()
        .filter(mark -> !mark.field("connector").isNull())
        .toList();
  }

  public static Kind kind(Value mark) {
    long type = mark.field("connector").field("type").asLong();
    for (Kind kind : Kind.values()) {
      var number = mark.program().findEnumerator(kind.enumerator);
      if (number.isPresent() && number.getAsLong() == type) {
        return kind;
      }
    }
    return Kind.OTHER;
  }

  /** What is watched: the object itself since 6.10, before that its place for the connector. */
  public static Value watched(Value mark, Kind kind) {
    Value object = mark.field("connector").field("obj");
    boolean direct = object.type().spelling().contains("void");
    return direct
        ? mark.program().object(kind.type, object.asLong())
        : object.containerOf(kind.type, kind.member);
  }

  /** {@code ignore_mask}, before 6.0 {@code ignored_mask}. */
  public static long ignoreMask(Value mark) {
    return MemberVariants.first(mark, "ignore_mask", "ignored_mask").asLong() & 0xffffffffL;
  }
}
