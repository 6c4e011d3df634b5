"""A walk over schema documents: components by name, and documents drawn from them."""

import os
from urllib.parse import unquote

from lxml import etree

from values import LISTS, Simple, Stuck

XS = "http://www.w3.org/2001/XMLSchema"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
FACETS = {
    "length", "minLength", "maxLength", "pattern", "enumeration", "whiteSpace", "maxInclusive", "maxExclusive", "minInclusive",
    "minExclusive", "totalDigits", "fractionDigits",
}


def find(location, base):
    """The file that a schema location means: the very file, or one of its name near the one that refers."""
    location = unquote(location).replace("\\", "/").removeprefix("file://")
    folder = os.path.dirname(base)
    direct = os.path.normpath(os.path.join(folder, location))
    if "://" not in location and os.path.isfile(direct):
        return direct
    name = location.rsplit("/", 1)[-1]
    for near in (folder, os.path.join(folder, "bazowe"), os.path.join(folder, "../facturae")):
        for other in (name, name.removeprefix("19"), "XAdES01903v132-202407.xsd" if "XAdES01903v132" in name else name):
            path = os.path.normpath(os.path.join(near, other))
            if os.path.isfile(path):
                return path
    return None


class Component:
    def __init__(self, node, context, original=None):
        self.node, self.context, self.original = node, context, original


class Context:
    def __init__(self, root, namespace, path):
        self.namespace, self.path = namespace, path
        self.qualified = root.get("elementFormDefault") == "qualified"
        self.attributes_qualified = root.get("attributeFormDefault") == "qualified"
        self.chameleon = root.get("targetNamespace") is None


def local(node):
    return etree.QName(node).localname


def children(node, *names):
    return [child for child in node if isinstance(child.tag, str) and (not names or local(child) in names)]


class Schemas:
    def __init__(self, path):
        self.tables = {kind: {} for kind in ("element", "attribute", "type", "group", "attributeGroup")}
        self.seen = set()
        self.simple_types = {}
        self.roots = []
        self.load(path, None)
        own = [key for key, where in self.roots if where == path]
        namespace = etree.parse(path).getroot().get("targetNamespace") or ""
        self.roots = own or [key for key, _ in self.roots if key[0] == namespace]

    def load(self, path, chameleon):
        if path is None or (path, chameleon) in self.seen:
            return
        self.seen.add((path, chameleon))
        root = etree.parse(path, etree.XMLParser(no_network=True)).getroot()
        namespace = root.get("targetNamespace") or chameleon or ""
        context = Context(root, namespace, path)
        for node in children(root):
            kind = local(node)
            if kind in ("include", "redefine", "import"):
                place = node.get("schemaLocation")
                self.load(find(place, path) if place else None, None if kind == "import" else namespace)
                for inner in children(node) if kind == "redefine" else ():
                    self.add(inner, context, namespace, True)
            else:
                self.add(node, context, namespace, False)

    def add(self, node, context, namespace, redefines):
        kind = {"simpleType": "type", "complexType": "type"}.get(local(node), local(node))
        table = self.tables.get(kind)
        if table is None:
            return
        key = (namespace, node.get("name"))
        if redefines:
            table[key] = Component(node, context, table.get(key))
        elif key not in table:
            table[key] = Component(node, context)
            if kind == "element" and node.get("abstract") not in ("true", "1"):
                self.roots.append((key, context.path))

    def name(self, text, node, context):
        prefix, _, name = text.rpartition(":")
        namespace = node.nsmap.get(prefix or None, "")
        return (context.namespace if not namespace and context.chameleon else namespace, name)

    def get(self, kind, text, node, context, inside=None):
        """A component by a qualified name; a redefinition that names itself means what it redefines."""
        key = self.name(text, node, context)
        found = self.tables[kind].get(key)
        if found is None:
            raise Stuck(f"no {kind} {key}")
        if inside is not None and found is inside and found.original is not None:
            return found.original
        return found

    # Types.

    def type_of(self, text, node, context, inside=None):
        key = self.name(text, node, context)
        return key[1] if key[0] == XS else self.get("type", text, node, context, inside)

    def simple(self, type_):
        """The simple type that a type is, or that its content has; None where there is no such content."""
        if isinstance(type_, str):
            if type_ in LISTS:
                return Simple(None, "list", [Simple(LISTS[type_])], [{"minLength": ["1"]}])
            return None if type_ == "anyType" else Simple(type_)
        # The node itself, which also keeps it from being freed and its address used again.
        key = type_.node
        if key not in self.simple_types:
            self.simple_types[key] = self.simple_of(type_)
        return self.simple_types[key]

    def simple_of(self, type_):
        node, context = type_.node, type_.context
        if local(node) == "complexType":
            content = children(node, "simpleContent")
            if not content:
                return None
            (step,) = children(content[0], "extension", "restriction")
            base = self.simple(self.type_of(step.get("base"), step, context, type_))
            inner = children(step, "simpleType")
            if inner:
                base = self.simple(Component(inner[0], context))
            return base.restricted(facets(step)) if local(step) == "restriction" else base
        (step,) = children(node, "restriction", "list", "union")
        inner = [Component(child, context) for child in children(step, "simpleType")]
        if local(step) == "list":
            item = inner[0] if inner else self.type_of(step.get("itemType"), step, context, type_)
            return Simple(None, "list", [self.simple(item)])
        if local(step) == "union":
            named = [self.type_of(name, step, context, type_) for name in (step.get("memberTypes") or "").split()]
            return Simple(None, "union", [self.simple(member) for member in named + inner])
        base = inner[0] if inner else self.type_of(step.get("base"), step, context, type_)
        return self.simple(base).restricted(facets(step))


def facets(step):
    found = {}
    for child in children(step):
        if local(child) in FACETS:
            found.setdefault(local(child), []).append(child.get("value"))
    return found


class Document:
    """One document, drawn at random. `size` is about how many elements it may have."""

    def __init__(self, schemas, random, size):
        self.schemas, self.random, self.left = schemas, random, size
        self.namespaces = {None: None, "xsi": XSI}
        self.values = []
        self.identifiers, self.references = [], []

    def make(self, key):
        component = self.schemas.tables["element"][key]
        holder = etree.Element("holder", nsmap={"xsi": XSI})
        self.element(holder, component.node, component.context, 0, True)
        root = holder[0]
        for element, attribute in self.references:
            target = self.random.choice(self.identifiers) if self.identifiers else None
            if target is None:
                raise Stuck("a reference without an identifier")
            if attribute is None:
                element.text = target
            else:
                element.set(attribute, target)
        holder.remove(root)
        order = {element: index for index, element in enumerate(root.iter(etree.Element))}
        variants = []
        for element, attribute, simple in self.values:
            value = element.text if attribute is None else element.get(attribute)
            variants += [(order[element], attribute, other) for other in simple.beside(value or "", self.random)]
        text = etree.tostring(root, encoding="unicode")
        return text, variants

    # Elements.

    def element(self, parent, node, context, depth, is_global=False):
        if node.get("ref"):
            found = self.schemas.get("element", node.get("ref"), node, context)
            node, context, is_global = found.node, found.context, True
        if node.get("abstract") in ("true", "1"):
            node, context = self.member(node, context)
        if depth > 40:
            raise Stuck("too deep")
        qualified = is_global or (node.get("form") or ("qualified" if context.qualified else "")) == "qualified"
        namespace = context.namespace if qualified else ""
        tag = f"{{{namespace}}}{node.get('name')}" if namespace else node.get("name")
        element = etree.SubElement(parent, tag, nsmap={f"n{len(namespace) % 7}": namespace} if namespace else None)
        self.left -= 1
        inner = children(node, "simpleType", "complexType")
        if inner:
            type_ = Component(inner[0], context)
        elif node.get("type"):
            type_ = self.schemas.type_of(node.get("type"), node, context)
        else:
            type_ = "anyType"
        if node.get("nillable") in ("true", "1") and self.random.random() < 0.15:
            if not isinstance(type_, str) and local(type_.node) == "complexType":
                self.attributes(element, type_)
            element.set(f"{{{XSI}}}nil", "true")
            return
        self.content(element, type_, depth, node.get("fixed"))

    def member(self, node, context):
        """A concrete member of the substitution group of an abstract element."""
        key = (context.namespace, node.get("name"))
        members = [
            found
            for found in self.schemas.tables["element"].values()
            if found.node.get("substitutionGroup")
            and self.schemas.name(found.node.get("substitutionGroup"), found.node, found.context) == key
        ]
        if not members:
            raise Stuck(f"nothing stands for {key}")
        chosen = self.random.choice(members)
        return chosen.node, chosen.context

    def content(self, element, type_, depth, fixed=None):
        if type_ == "anyType":
            return
        simple = self.schemas.simple(type_)
        if not isinstance(type_, str) and local(type_.node) == "complexType":
            if type_.node.get("abstract") in ("true", "1"):
                raise Stuck("abstract type")
            self.attributes(element, type_)
        if simple is not None:
            self.put(element, None, simple, fixed)
            return
        for particle, context in self.particles(type_):
            self.particle(element, particle, context, depth)
        if self.mixed(type_) and self.random.random() < 0.5:
            element.text = (element.text or "") + "chữ "

    def put(self, element, attribute, simple, fixed):
        if fixed is not None:
            value = fixed
        elif simple.builtin == "IDREF" and simple.variety == "atomic":
            self.references.append((element, attribute))
            value = ""
        elif simple.builtin == "ID":
            value = f"id{len(self.identifiers)}"
            if not simple.fits(value):
                value = simple.value(self.random)
            self.identifiers.append(value)
        else:
            value = simple.value(self.random)
        if attribute is None:
            element.text = value
        else:
            element.set(attribute, value)
        self.values.append((element, attribute, simple))

    # Complex types.

    def derivation(self, type_):
        content = children(type_.node, "complexContent", "simpleContent")
        return children(content[0], "extension", "restriction")[0] if content else None

    def mixed(self, type_):
        content = children(type_.node, "complexContent")
        return "true" in (type_.node.get("mixed"), content and content[0].get("mixed"))

    def particles(self, type_):
        """The top particles of a type with where they stand: those of the base first, where it is an extension."""
        if isinstance(type_, str):
            return []
        step = self.derivation(type_)
        holder = type_.node if step is None else step
        own = [(child, type_.context) for child in children(holder, "sequence", "choice", "all", "group")]
        if step is not None and local(step) == "extension":
            return self.particles(self.schemas.type_of(step.get("base"), step, type_.context, type_)) + own
        return own

    def attribute_uses(self, type_):
        if isinstance(type_, str):
            return {}
        step = self.derivation(type_)
        uses = {}
        if step is not None:
            uses.update(self.attribute_uses(self.schemas.type_of(step.get("base"), step, type_.context, type_)))
        self.collect(type_.node if step is None else step, type_.context, uses)
        return uses

    def collect(self, holder, context, uses):
        for child in children(holder, "attribute", "attributeGroup"):
            if local(child) == "attributeGroup":
                found = self.schemas.get("attributeGroup", child.get("ref"), child, context)
                self.collect(found.node, found.context, uses)
                continue
            key, declared, where = ("", child.get("name")), child, context
            if child.get("ref"):
                key = self.schemas.name(child.get("ref"), child, context)
                if key[0] == "http://www.w3.org/XML/1998/namespace":
                    continue
                found = self.schemas.tables["attribute"].get(key)
                if found is None:
                    continue
                declared, where = found.node, found.context
            elif child.get("form") == "qualified" or (context.attributes_qualified and child.get("form") != "unqualified"):
                key = (context.namespace, child.get("name"))
            uses[key] = (child, declared, where)

    def attributes(self, element, type_):
        for (namespace, name), (use, declared, context) in self.attribute_uses(type_).items():
            if use.get("use") == "prohibited" or (use.get("use") != "required" and self.random.random() < 0.5):
                continue
            inner = children(declared, "simpleType")
            if inner:
                simple = self.schemas.simple(Component(inner[0], context))
            elif declared.get("type"):
                simple = self.schemas.simple(self.schemas.type_of(declared.get("type"), declared, context))
            else:
                simple = Simple("string")
            tag = f"{{{namespace}}}{name}" if namespace else name
            self.put(element, tag, simple, use.get("fixed") or declared.get("fixed"))

    # Content.

    def occurrences(self, node, depth):
        low = int(node.get("minOccurs", "1"))
        text = node.get("maxOccurs", "1")
        high = 10**9 if text == "unbounded" else int(text)
        if high == 0:
            return 0
        if self.left <= 0 or depth > 14:
            return low
        more = 0
        while low + more < high and more < 3 and self.random.random() < (0.6 if low + more == 0 else 0.3):
            more += 1
        return low + more

    def particle(self, element, node, context, depth):
        for _ in range(self.occurrences(node, depth)):
            self.once(element, node, context, depth)

    def once(self, element, node, context, depth):
        kind = local(node)
        if kind == "element":
            self.element(element, node, context, depth + 1)
        elif kind == "group":
            found = self.schemas.get("group", node.get("ref"), node, context)
            for child in children(found.node, "sequence", "choice", "all"):
                self.particle(element, child, found.context, depth)
        elif kind == "any":
            self.any(element, node, context)
        elif kind == "choice":
            options = children(node, "element", "group", "choice", "sequence", "any")
            if not options:
                raise Stuck("empty choice")
            if depth > 20:
                options = options[:1] + [option for option in options if option.get("minOccurs") == "0"]
            self.particle(element, self.random.choice(options), context, depth)
        else:
            inner = children(node, "element", "group", "choice", "sequence", "any")
            if kind == "all":
                self.random.shuffle(inner)
            for child in inner:
                self.particle(element, child, context, depth)

    def any(self, element, node, context):
        namespace = (node.get("namespace") or "##any").split()[0]
        if namespace in ("##any", "##other"):
            namespace = "urn:example:other"
        elif namespace == "##targetNamespace":
            namespace = context.namespace
        elif namespace == "##local":
            namespace = ""
        if node.get("processContents", "strict") == "strict":
            keys = [key for key, found in self.schemas.tables["element"].items() if found.node.get("abstract") != "true"]
            if node.get("namespace") == "##other":
                keys = [key for key in keys if key[0] != context.namespace]
            elif node.get("namespace") not in (None, "##any"):
                keys = [key for key in keys if key[0] == namespace]
            if not keys:
                raise Stuck("nothing for a strict wildcard")
            found = self.schemas.tables["element"][self.random.choice(keys)]
            self.element(element, found.node, found.context, 15, True)
            return
        extra = etree.SubElement(element, f"{{{namespace}}}extra" if namespace else "extra")
        extra.text = "khác"
