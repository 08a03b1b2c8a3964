import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import org.apache.poi.schemas.ooxml.system.ooxml.TypeSystemHolder;
import org.apache.xmlbeans.SchemaTypeLoader;
import org.apache.xmlbeans.XmlBeans;
import org.apache.xmlbeans.XmlCursor;
import org.apache.xmlbeans.XmlError;
import org.apache.xmlbeans.XmlException;
import org.apache.xmlbeans.XmlObject;
import org.apache.xmlbeans.XmlOptions;

/**
 * Judges the parts of workbooks by the schemas of Office Open XML that Apache POI carries, offline.
 *
 * <p>Arguments: paths of workbooks.
 *
 * <p>A line of standard output for each part, tabs between: path and name of the part, "passed" or
 * "failed", and what was said. Of the parts that the packaging has (ISO/IEC 29500-2) there are no
 * schemas here but that of the relations: the list of content types and the core properties only
 * have to be XML.
 */
public final class Parts {
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err); // what logs
    SchemaTypeLoader schemas = XmlBeans.typeLoaderUnion(XmlBeans.getBuiltinTypeSystem(), TypeSystemHolder.typeSystem);
    for (String path : args) {
      try (ZipFile book = new ZipFile(Path.of(path).toFile())) {
        for (ZipEntry entry : Collections.list(book.entries())) {
          List<String> said = new ArrayList<>();
          boolean passed = false;
          try {
            passed = judge(schemas, book, entry, said);
          } catch (XmlException e) {
            said.add(e.getMessage());
          }
          out.println(String.join("\t", path + "/" + entry.getName(), passed ? "passed" : "failed", String.join("; ", said).replaceAll("\\s+", " ")));
        }
      }
    }
  }

  /** A part without xml:space, which the schemas do not name and every program writes. */
  private static XmlObject withoutSpace(XmlObject part) {
    try (XmlCursor cursor = part.newCursor()) {
      for (XmlCursor.TokenType token = cursor.currentTokenType(); !token.isNone(); token = cursor.toNextToken()) {
        if (token.isStart()) {
          cursor.removeAttribute(new QName(XMLConstants.XML_NS_URI, "space"));
        }
      }
    }
    return part;
  }

  private static boolean judge(SchemaTypeLoader schemas, ZipFile book, ZipEntry entry, List<String> said) throws Exception {
    XmlObject part = withoutSpace(schemas.parse(book.getInputStream(entry), null, null));
    if (part.schemaType() == XmlObject.type || part.schemaType().isNoType()) {
      said.add("no schema");
      return List.of("[Content_Types].xml", "docProps/core.xml").contains(entry.getName());
    }
    List<XmlError> errors = new ArrayList<>();
    boolean passed = part.validate(new XmlOptions().setErrorListener(errors));
    for (XmlError error : errors) {
      said.add(error.getMessage());
    }
    return passed;
  }
}
