package org.vmcore.kernel.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vmcore.model.Malformed;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Value;

/**
 * What the types of targets say of themselves, their {@code status} functions: the line by which
 * they were made, and how they are.
 */
public final class DmTable {
  private static final int SECTOR_BYTES = 512;
  private static final int MAX_STRIPES = 1 << 16;

  // drivers/md/dm-crypt.c
  private static final int CRYPT_IV_LARGE_SECTORS = 1;

  private DmTable() {}

  /** {@code STATUSTYPE_TABLE}; empty for a type that is not known here. */
  public static Optional<String> table(DmTarget target) {
    return switch (target.type()) {
      case "linear" -> Optional.of(linear(target.privateData("struct linear_c")));
      case "striped" -> Optional.of(striped(target.privateData("struct stripe_c")));
      case "crypt" -> Optional.of(crypt(target, target.privateData("struct crypt_config")));
      case "error", "zero" -> Optional.of("");
      default -> Optional.empty();
    };
  }

  /** {@code STATUSTYPE_INFO}; empty for a type that is not known here. */
  public static Optional<String> info(DmTarget target) {
    return switch (target.type()) {
      case "linear", "crypt", "error", "zero" -> Optional.of("");
      case "striped" -> Optional.of(stripesState(target.privateData("struct stripe_c")));
      default -> Optional.empty();
    };
  }

  private static String name(Value dmDev) {
    return dmDev.field("name").asString();
  }

  private static String unsigned(Value number) {
    return Long.toUnsignedString(number.asLong());
  }

  private static String linear(Value linear) {
    return name(linear.field("dev")) + " " + unsigned(linear.field("start"));
  }

  private static List<Value> stripes(Value striped) {
    long nrStripes = striped.field("stripes").asLong();
    if (nrStripes > MAX_STRIPES) {
      throw new Malformed("absurd stripes " + nrStripes, "struct stripe_c", striped.address());
    }
    return striped.field("stripe").elements(nrStripes);
  }

  private static String striped(Value striped) {
    StringBuilder line = new StringBuilder();
    line.append(unsigned(striped.field("stripes"))).append(' ');
    line.append(unsigned(striped.field("chunk_size")));
    for (Value stripe : stripes(striped)) {
      line.append(' ').append(name(stripe.field("dev")));
      line.append(' ').append(unsigned(stripe.field("physical_start")));
    }
    return line.toString();
  }

  private static String stripesState(Value striped) {
    StringBuilder names = new StringBuilder();
    StringBuilder states = new StringBuilder();
    for (Value stripe : stripes(striped)) {
      names.append(name(stripe.field("dev"))).append(' ');
      states.append(stripe.at("error_count.counter").asLong() != 0 ? 'D' : 'A');
    }
    return unsigned(striped.field("stripes")) + " " + names + "1 " + states;
  }

  /** A key is never shown, but where it is kept; dmsetup shows zeros for one of its own. */
  private static String crypt(DmTarget target, Value crypt) {
    long keyBytes = crypt.field("key_size").asLong() & 0xffffffffL;
    Value keyName = crypt.field("key_string");
    String key = "-";
    if (keyBytes > 0) {
      key =
          keyName.isNull()
              ? "0".repeat((int) Math.min(2 * keyBytes, Value.MAX_STRING_BYTES))
              : ":" + keyBytes + ":" + keyName.asString();
    }
    List<String> features = cryptFeatures(target, crypt);
    return crypt.field("cipher_string").asString()
        + " "
        + key
        + " "
        + unsigned(crypt.field("iv_offset"))
        + " "
        + name(crypt.field("dev"))
        + " "
        + unsigned(crypt.field("start"))
        + (features.isEmpty() ? "" : " " + features.size() + " " + String.join(" ", features));
  }

  private static List<String> cryptFeatures(DmTarget target, Value crypt) {
    List<String> features = new ArrayList<>();
    if (target.value().field("num_discard_bios").asLong() != 0) {
      features.add("allow_discards");
    }
    for (String flag :
        List.of(
            "SAME_CPU", "HIGH_PRIORITY", "NO_OFFLOAD", "NO_READ_WORKQUEUE", "NO_WRITE_WORKQUEUE")) {
      if (hasFlag(crypt, "DM_CRYPT_" + flag)) {
        features.add(word(flag));
      }
    }
    long tagBytes = MemberVariants.first(crypt, "used_tag_size", "on_disk_tag_size").asLong();
    if (tagBytes != 0) {
      features.add("integrity:" + tagBytes + ":" + crypt.field("cipher_auth").asString());
    }
    if (crypt.field("sector_size").asLong() != SECTOR_BYTES) {
      features.add("sector_size:" + crypt.field("sector_size").asLong());
    }
    if ((crypt.field("cipher_flags").asLong() >> CRYPT_IV_LARGE_SECTORS & 1) != 0) {
      features.add("iv_large_sectors");
    }
    return features;
  }

  private static boolean hasFlag(Value crypt, String enumerator) {
    return crypt.program().findEnumerator(enumerator).stream()
        .anyMatch(bit -> (crypt.field("flags").asLong() >> bit & 1) != 0);
  }

  private static String word(String flag) {
    return switch (flag) {
      case "SAME_CPU" -> "same_cpu_crypt";
      case "NO_OFFLOAD" -> "submit_from_crypt_cpus";
      default -> flag.toLowerCase(Locale.ROOT);
    };
  }
}
