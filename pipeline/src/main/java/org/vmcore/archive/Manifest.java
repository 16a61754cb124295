package org.vmcore.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code sos_reports/manifest.json}: the crash, and every file with its emitter, its outcome and
 * the block of the archive that holds it; and {@code sos_logs/sos.log}: what is not as it should
 * be, a line each. No time, no name of this machine: equal dumps give equal text.
 */
public final class Manifest {
  private static final String OBJECT_END = "\n}";
  private static final JsonFactory JSON = new JsonFactory();

  private final LongText files = new LongText();
  private final JsonGenerator json;
  private final LongText log = new LongText();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Set<String> linked = new HashSet<>();

  public Manifest() throws IOException {
    json = JSON.createGenerator(files.out());
    json.useDefaultPrettyPrinter();
    json.writeStartObject();
    json.writeArrayFieldStart("files");
  }

  /**
   * @param block number of the block in the archive
   */
  public void add(FileRow row, int block) throws IOException {
    counts.merge(row.status(), 1L, Long::sum);
    write(json, row, block);
    if (!row.status().equals("OK")) {
      log.out().write(logLine(row).getBytes(StandardCharsets.UTF_8));
    }
    if (!row.status().equals("ABSENT") && RootLinks.all().containsValue(row.path())) {
      linked.add(row.path());
    }
  }

  /** Files by outcome. */
  public Map<String, Long> counts() {
    return counts;
  }

  /** Whether the report holds this file, of those that a link leads to. */
  boolean has(String path) {
    return linked.contains(path);
  }

  /**
   * The whole, when all rows are in.
   *
   * @param version of this tool
   * @param crash as {@link #json(CrashFacts)} gives it
   */
  TarEntries.Body json(String version, String crash) throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.close();
    byte[] head = head(version, crash);
    int headBytes = head.length - OBJECT_END.length();
    byte[] end = "\n".getBytes(StandardCharsets.UTF_8);
    // Two objects become one: the first without its end, the second without its beginning.
    return new TarEntries.Body(
        headBytes + files.sizeBytes() + end.length,
        out -> {
          out.write(head, 0, headBytes);
          out.write(',');
          files.copyTo(1, out);
          out.write(end);
        });
  }

  private byte[] head(String version, String crash) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator first = JSON.createGenerator(out)) {
      first.useDefaultPrettyPrinter();
      first.writeStartObject();
      first.writeStringField("tool", "vmcore-report");
      first.writeStringField("version", version);
      first.writeFieldName("crash");
      first.writeRawValue(crash);
      first.writeObjectFieldStart("counts");
      for (Map.Entry<String, Long> count : counts.entrySet()) {
        first.writeNumberField(count.getKey(), count.getValue());
      }
      first.writeEndObject();
      first.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, FileRow row, int block) throws IOException {
    json.writeStartObject();
    json.writeStringField("path", row.path());
    json.writeStringField("emitter", row.emitter());
    json.writeStringField("status", row.status());
    if (!row.reason().isEmpty()) {
      json.writeStringField("reason", row.reason());
    }
    if (!row.status().equals("ABSENT")) {
      json.writeNumberField("bytes", row.sizeBytes());
      json.writeNumberField("block", block);
    }
    if (row.nrZeroed() > 0) {
      json.writeNumberField("zeros_for_unsaved_reads", row.nrZeroed());
    }
    if (row.nrUnreadable() > 0) {
      json.writeNumberField("unreadable_reads", row.nrUnreadable());
      json.writeArrayFieldStart("unreadable");
      for (String page : row.unreadable()) {
        json.writeString(page);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /** How the dump packs its memory, as a JSON object in one line: not for the archive. */
  public static String json(CrashFacts.Container container) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("format", container.format());
      if (container.dumpLevel().isPresent()) {
        json.writeNumberField("level", container.dumpLevel().getAsInt());
      }
      json.writeNumberField("page_bytes", container.pageSizeBytes());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The crash as a JSON object in one line. */
  public static String json(CrashFacts facts) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("host", facts.host());
      json.writeStringField("time", facts.crashTime().toString());
      json.writeStringField("release", facts.release());
      json.writeStringField("kernel_version", facts.version());
      json.writeStringField("machine", facts.machine());
      json.writeStringField("build_id", facts.buildId());
      json.writeStringField("panic", facts.panic());
      json.writeObjectFieldStart("memory_kb");
      for (Map.Entry<String, Long> state : facts.memoryKb().entrySet()) {
        json.writeNumberField(state.getKey(), state.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("warnings");
      for (String warning : facts.warnings()) {
        json.writeString(warning);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The dump's oddities, from what {@link #json(CrashFacts)} gave. */
  public static List<String> warnings(String crash) throws IOException {
    List<String> warnings = new ArrayList<>();
    new ObjectMapper().readTree(crash).path("warnings").forEach(w -> warnings.add(w.asText()));
    return warnings;
  }

  /** One line for each file that is not as the live machine's. */
  TarEntries.Body log() throws IOException {
    log.out().close();
    return new TarEntries.Body(log.sizeBytes(), log::copyTo);
  }

  private static String logLine(FileRow row) {
    return row.status()
        + " "
        + row.path()
        + " ["
        + row.emitter()
        + "] "
        + oneLine(row.reason())
        + "\n";
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
