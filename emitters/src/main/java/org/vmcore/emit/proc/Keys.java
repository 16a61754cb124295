package org.vmcore.emit.proc;

import org.vmcore.emit.Emits;
import org.vmcore.emit.Text;
import org.vmcore.kernel.rbtree.RbTree;
import org.vmcore.kernel.time.Timekeeping;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * {@code /proc/keys} as {@code proc_keys_show()}, {@code security/keys/proc.c}, to a process of
 * root without keys of its own. What keys hold is never told.
 */
final class Keys {
  // include/linux/key.h
  private static final int KEY_IS_POSITIVE = 1;
  private static final int KEY_USR_VIEW = 0x0001_0000;
  private static final int KEY_OTH_VIEW = 0x0000_0001;
  private static final int KEY_FLAG_DEAD = 0;
  private static final int KEY_FLAG_REVOKED = 1;
  private static final int KEY_FLAG_IN_QUOTA = 2;
  private static final int KEY_FLAG_USER_CONSTRUCT = 3;
  private static final int KEY_FLAG_INVALIDATED = 5;

  // enum asymmetric_payload_bits, include/keys/asymmetric-subtype.h
  private static final int ASYM_CRYPTO = 0;
  private static final int ASYM_SUBTYPE = 1;
  private static final int ASYM_KEY_IDS = 2;
  private static final int DEFAULT_OVERFLOWUID = 65534; // include/linux/highuid.h
  private static final int ID_BYTES_SHOWN = 4;

  @Emits(value = "proc/keys", needs = "key_serial_tree")
  void keys(Program kernel, Text out) {
    for (Value key :
        RbTree.inOrder(kernel.symbol("key_serial_tree"), "struct key", "serial_node")) {
      if (mayView(key)) {
        key(key, out);
      }
    }
  }

  /** {@code key_task_permission()}. */
  private static boolean mayView(Value key) {
    long view = key.at("uid.val").asLong() == 0 ? KEY_USR_VIEW : KEY_OTH_VIEW;
    return (key.field("perm").asLong() & view) != 0;
  }

  private static void key(Value key, Text out) {
    int state = (short) key.field("state").asInt();
    out.print(
        "%08x %c%c%c%c%c%c%c %5d %4s %08x %5d %5d %-9.9s ",
        key.field("serial").asInt(),
        state == 0 ? '-' : 'I',
        flag(key, 'R', KEY_FLAG_REVOKED),
        flag(key, 'D', KEY_FLAG_DEAD),
        flag(key, 'Q', KEY_FLAG_IN_QUOTA),
        flag(key, 'U', KEY_FLAG_USER_CONSTRUCT),
        state < 0 ? 'N' : '-',
        flag(key, 'i', KEY_FLAG_INVALIDATED),
        key.at("usage.refs.counter").asInt(),
        timeLeft(key),
        key.field("perm").asLong(),
        munged(key.at("uid.val").asInt()),
        munged(key.at("gid.val").asInt()),
        key.at("type.name").asString());
    describe(key, state == KEY_IS_POSITIVE, out);
    out.append('\n');
  }

  private static char flag(Value key, char letter, int bit) {
    return (key.field("flags").asLong() >> bit & 1) != 0 ? letter : '-';
  }

  /** {@code from_kuid_munged()}: nobody's has a number, too. */
  private static int munged(int id) {
    return id == -1 ? DEFAULT_OVERFLOWUID : id;
  }

  /** Since 6.7 those without an end have the largest time, before that none. */
  private static String timeLeft(Value key) {
    long expiry = key.field("expiry").asLong();
    if (expiry == 0 || expiry == Long.MAX_VALUE) {
      return "perm";
    }
    long seconds = expiry - Timekeeping.of(key.program()).realSeconds();
    if (seconds <= 0) {
      return "expd";
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    if (seconds < 86_400) {
      return seconds / 3600 + "h";
    }
    return seconds < 7 * 86_400 ? seconds / 86_400 + "d" : seconds / (7 * 86_400) + "w";
  }

  private static void describe(Value key, boolean positive, Text out) {
    Value description = key.field("description");
    String type = key.at("type.name").asString();
    out.raw(description.isNull() ? "[anon]" : description.asString());
    switch (type) {
      case "keyring" -> {
        long nrKeys = key.at("keys.nr_leaves_on_tree").asLong();
        out.raw(!positive ? "" : nrKeys == 0 ? ": empty" : ": " + Long.toUnsignedString(nrKeys));
      }
      case "user", "logon" -> out.raw(positive ? ": " + key.field("datalen").asInt() : "");
      case "asymmetric" -> asymmetric(key.at("payload.data"), out);
      case ".request_key_auth", "dns_resolver", "big_key", "encrypted", "trusted", "rxrpc" ->
          out.partial("what a key of type " + type + " adds to its description");
      default -> {}
    }
  }

  /** {@code asymmetric_key_describe()} with {@code public_key_describe()}. */
  private static void asymmetric(Value payload, Text out) {
    if (payload.index(ASYM_SUBTYPE).isNull()) {
      return;
    }
    out.raw(": ");
    Value crypto = payload.index(ASYM_CRYPTO);
    if (!crypto.isNull()) {
      Value publicKey = crypto.cast("struct public_key *");
      out.raw(
          publicKey.field("id_type").asString() + "." + publicKey.field("pkey_algo").asString());
    }
    Value ids = payload.index(ASYM_KEY_IDS);
    if (!ids.isNull()) {
      Value id = ids.cast("struct asymmetric_key_ids *").field("id").index(1);
      out.raw(id.isNull() ? "" : " " + end(id.cast("struct asymmetric_key_id *")));
    }
    out.raw(" []");
  }

  /** The last bytes of an id, in hex. */
  private static String end(Value id) {
    Program kernel = id.program();
    long length = id.field("len").asLong() & 0xffff;
    int shown = (int) Math.min(ID_BYTES_SHOWN, length);
    long data = id.asLong() + kernel.offsetOf("struct asymmetric_key_id", "data");
    StringBuilder hex = new StringBuilder();
    for (byte each : kernel.memory().read(data + length - shown, shown)) {
      hex.append(Character.forDigit(each >> 4 & 0xf, 16))
          .append(Character.forDigit(each & 0xf, 16));
    }
    return hex.toString();
  }
}
