package org.vmcore.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vmcore.archive.Printable;
import org.vmcore.emit.Text;
import org.vmcore.io.Fault;

/**
 * The manifest of a fleet: one dump per row, as CSV with a header or as JSON lines. Columns: {@code
 * dump}, {@code parts} (its other files, where it has several), {@code vmlinux}, {@code debuginfo}
 * (folders), {@code label}; in CSV, files and folders are separated by {@code :}. Only {@code dump}
 * must be there. Paths are relative to the manifest.
 */
public final class RequestFile {
  /** A manifest that cannot be understood. */
  public static final class BadManifest extends Fault {
    private static final long serialVersionUID = 1L;

    BadManifest(String what, String where, Throwable cause) {
      super(what, where, "columns are dump, parts, vmlinux, debuginfo, label", cause);
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> COLUMNS =
      List.of("dump", "parts", "vmlinux", "debuginfo", "label");

  private final Path file;
  private final List<DumpRequest> requests = new ArrayList<>();

  private RequestFile(Path file) {
    this.file = file;
  }

  /**
   * @throws BadManifest when the file is missing, or a row is wrong: its line is named
   */
  public static List<DumpRequest> read(Path file) {
    RequestFile rows = new RequestFile(file);
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      if (text.stripLeading().startsWith("{")) {
        rows.readJsonLines(text);
      } else {
        rows.readCsv(text);
      }
    } catch (NoSuchFileException e) {
      throw new BadManifest("no such file", file.toString(), e);
    } catch (JsonProcessingException e) {
      throw rows.bad(
          e.getLocation() == null ? 0 : e.getLocation().getLineNr(), e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadManifest("cannot be read: " + e.getMessage(), file.toString(), e);
    }
    if (rows.requests.isEmpty()) {
      throw new BadManifest("names no dump", file.toString(), null);
    }
    return rows.requests;
  }

  private void readJsonLines(String text) throws IOException {
    int line = 0;
    for (String row : text.split("\n", -1)) {
      line++;
      if (row.isBlank()) {
        continue;
      }
      JsonNode fields;
      try {
        fields = JSON.readTree(row);
      } catch (JsonProcessingException e) {
        throw bad(line, e.getOriginalMessage());
      }
      checkColumns(line, fields.fieldNames()::forEachRemaining);
      add(
          line,
          fields.path("dump").asText(),
          oneOrMany(fields.path("parts")),
          fields.path("vmlinux").asText(),
          oneOrMany(fields.path("debuginfo")),
          fields.path("label").asText());
    }
  }

  private void readCsv(String text) throws IOException {
    CsvMapper csv = new CsvMapper();
    try (MappingIterator<Map<String, String>> rows =
        csv.readerFor(Map.class).with(CsvSchema.emptySchema().withHeader()).readValues(text)) {
      while (rows.hasNextValue()) {
        Map<String, String> row = rows.nextValue();
        int line = rows.getCurrentLocation().getLineNr() - 1;
        checkColumns(line, row.keySet()::forEach);
        add(
            line,
            row.getOrDefault("dump", ""),
            separated(row.getOrDefault("parts", "")),
            row.getOrDefault("vmlinux", ""),
            separated(row.getOrDefault("debuginfo", "")),
            row.getOrDefault("label", ""));
      }
    }
  }

  private static List<String> oneOrMany(JsonNode field) {
    List<String> all = new ArrayList<>();
    if (field.isTextual()) {
      all.add(field.asText());
    }
    field.forEach(one -> all.add(one.asText()));
    return all;
  }

  private static List<String> separated(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(":"));
  }

  private void checkColumns(int line, Consumer<Consumer<String>> names) {
    names.accept(
        name -> {
          if (!COLUMNS.contains(name)) {
            throw bad(line, "unknown column " + Printable.of(name));
          }
        });
  }

  private void add(
      int line,
      String dump,
      List<String> parts,
      String vmlinux,
      List<String> folders,
      String label) {
    if (dump.isBlank()) {
      throw bad(line, "the row names no dump");
    }
    requests.add(
        new DumpRequest(
            Text.format("%06d", requests.size() + 1),
            beside(dump),
            parts.stream().map(this::beside).toList(),
            vmlinux.isBlank() ? "" : beside(vmlinux),
            folders.stream().map(this::beside).toList(),
            label));
  }

  private String beside(String path) {
    return file.toAbsolutePath().resolveSibling(path.strip()).normalize().toString();
  }

  private BadManifest bad(int line, String why) {
    return new BadManifest(why, file + " line " + line, null);
  }
}
