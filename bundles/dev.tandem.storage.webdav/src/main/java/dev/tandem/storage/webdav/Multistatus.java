package dev.tandem.storage.webdav;

import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.http.BoundedInput;
import dev.tandem.storage.http.Purpose;
import dev.tandem.storage.webdav.Resource.Property;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a {@code multistatus} as it comes, one resource after the other. Whatever a server sends, no more than one
 * resource is held; document types and entities are refused.
 */
final class Multistatus {
    /** What is done with a resource. */
    interface Sink {
        void accept(Resource resource) throws StorageException;
    }

    private static final String DAV = "DAV:";
    private static final int TEXT_AT_MOST = 64 << 10;
    private static final Pattern STATUS = Pattern.compile("HTTP/\\S+ (\\d{3})\\b.*", Pattern.DOTALL);
    private static final Map<String, Property> PROPERTIES = byElement();

    private final BoundedInput in;
    private final XMLStreamReader xml;

    private Multistatus(InputStream in) throws XMLStreamException {
        this.in = new BoundedInput(in);
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        this.xml = factory.createXMLStreamReader(this.in);
    }

    private static Map<String, Property> byElement() {
        Map<String, Property> properties = new HashMap<>();
        Stream.of(Property.values()).forEach(property -> properties.put(property.element(), property));
        return Map.copyOf(properties);
    }

    /**
     * Tells {@code sink} of every resource.
     *
     * @throws StorageException {@code FAILED} where the document is not one, or not whole
     */
    static void read(Purpose purpose, InputStream in, Sink sink) throws StorageException {
        try {
            new Multistatus(in).readAll(sink);
        } catch (XMLStreamException e) {
            throw failure(purpose, e);
        }
    }

    private static StorageException failure(Purpose purpose, XMLStreamException failure) {
        for (Throwable cause = failure; cause != null; cause = deeper(cause)) {
            if (cause instanceof StorageException known) {
                return known;
            }
        }
        // Go's servers, for one, write an error behind an answer they cannot finish.
        return new StorageException(Kind.FAILED, purpose.cannot() + "the server's answer cannot be understood: "
                + failure.getMessage(), failure, true, null);
    }

    private static Throwable deeper(Throwable failure) {
        return failure instanceof XMLStreamException e && e.getNestedException() != null ? e.getNestedException()
                : failure.getCause();
    }

    private void readAll(Sink sink) throws XMLStreamException, StorageException {
        next();
        while (!xml.isStartElement()) {
            next();
        }
        if (!is("multistatus")) {
            throw new XMLStreamException("it is no multistatus, but " + xml.getName());
        }
        while (next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isStartElement()) {
                if (is("response")) {
                    sink.accept(response());
                } else {
                    pass();
                }
            }
        }
        // Not before the document has ended is it known to be whole.
        while (xml.hasNext()) {
            next();
        }
    }

    private Resource response() throws XMLStreamException {
        String href = "";
        Propstat found = new Propstat();
        int status = 0;
        while (next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isStartElement()) {
                switch (name()) {
                    case "href" -> href = text();
                    case "status" -> status = status(text());
                    case "propstat" -> propstat(found);
                    default -> pass();
                }
            }
        }
        return new Resource(href, status, found.collection, found.values);
    }

    private static final class Propstat {
        private final Map<Property, String> values = new EnumMap<>(Property.class);
        private boolean collection;
    }

    /** The status comes after the properties it is about. */
    private void propstat(Propstat found) throws XMLStreamException {
        Propstat read = new Propstat();
        int status = 200;
        while (next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isStartElement()) {
                switch (name()) {
                    case "prop" -> properties(read);
                    case "status" -> status = status(text());
                    default -> pass();
                }
            }
        }
        if (status >= 200 && status < 300) {
            found.values.putAll(read.values);
            found.collection |= read.collection;
        }
    }

    private void properties(Propstat read) throws XMLStreamException {
        while (next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isStartElement()) {
                Property property = PROPERTIES.get(name());
                if (property != null) {
                    read.values.put(property, text());
                } else if (is("resourcetype")) {
                    read.collection = holdsCollection();
                } else {
                    pass();
                }
            }
        }
    }

    private boolean holdsCollection() throws XMLStreamException {
        boolean found = false;
        while (next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isStartElement()) {
                found |= is("collection");
                pass();
            }
        }
        return found;
    }

    private static int status(String line) throws XMLStreamException {
        Matcher status = STATUS.matcher(line);
        if (!status.matches()) {
            throw new XMLStreamException("a status that is none");
        }
        return Integer.parseInt(status.group(1));
    }

    /** Returns the text of the current element, without what other elements in it hold. */
    private String text() throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        while (next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isStartElement()) {
                pass();
            } else if (xml.hasText() && xml.getEventType() != XMLStreamConstants.COMMENT) {
                text.append(xml.getText());
                if (text.length() > TEXT_AT_MOST) {
                    throw new XMLStreamException("a text of more than " + TEXT_AT_MOST + " characters");
                }
            }
        }
        return text.toString().strip();
    }

    /** Passes over the current element and all that is in it. */
    private void pass() throws XMLStreamException {
        for (int depth = 1; depth > 0;) {
            int event = next();
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    private int next() throws XMLStreamException {
        in.allowMore();
        int event = xml.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new XMLStreamException("a document type or an entity, which no server needs");
        }
        return event;
    }

    private boolean is(String name) {
        return name().equals(name);
    }

    /** Returns the name of the current element; nobody else's names count. */
    private String name() {
        return DAV.equals(xml.getNamespaceURI()) ? xml.getLocalName() : "";
    }
}
