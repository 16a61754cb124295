package org.vmcore.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Names the archive of a crash: {@code sosvmcore-HOST-[LABEL-]YYYY-MM-DD-HHMMSS-ID}. The id is a
 * digest of what identifies the crash, so the same dump gets the same name everywhere.
 */
public final class ArchiveName {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int ID_DIGITS = 7;
  private static final int MAX_PART_CHARS = 64; // HOST_NAME_MAX

  private ArchiveName() {}

  /**
   * @param label free word of the user's, may be empty
   */
  public static String of(CrashFacts facts, String label) {
    StringBuilder name = new StringBuilder("sosvmcore-");
    name.append(clean(facts.host(), "unknown")).append('-');
    if (!label.isEmpty()) {
      name.append(clean(label, "label")).append('-');
    }
    return name.append(TIME.format(facts.crashTime())).append('-').append(id(facts)).toString();
  }

  /** Letters, digits, {@code . _ -}; nothing that a shell, a terminal or a path could misread. */
  private static String clean(String part, String otherwise) {
    String cleaned = part.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[.-]+", "");
    return cleaned.isEmpty()
        ? otherwise
        : cleaned.substring(0, Math.min(MAX_PART_CHARS, cleaned.length()));
  }

  private static String id(CrashFacts facts) {
    String identity =
        String.join(
            "\n",
            facts.host(),
            facts.crashTime().toString(),
            facts.buildId(),
            facts.version(),
            facts.panic(),
            facts.memoryKb().toString());
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
