//! Algorithm identifiers (XML-DSig 1.1 §6, RFC 9231).

use crate::pki::Digest;
use crate::pki::SignatureAlgorithm;

use super::Reason;

/// The namespace of XML signatures.
pub const DSIG_NAMESPACE: &str = "http://www.w3.org/2000/09/xmldsig#";

/// The transform that leaves the signature out of what it signs (XML-DSig §6.6.4).
pub(super) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// The namespace of `InclusiveNamespaces` (Exclusive XML Canonicalization §4).
pub(super) const EXCLUSIVE_NAMESPACE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// The type of a reference to a manifest (XML-DSig §5.1).
pub(super) const MANIFEST_TYPE: &str = "http://www.w3.org/2000/09/xmldsig#Manifest";

/// The digest function of a `DigestMethod`.
pub(super) fn digest(uri: &str) -> Result<Digest, Reason> {
    match uri {
        "http://www.w3.org/2000/09/xmldsig#sha1" => Ok(Digest::Sha1),
        "http://www.w3.org/2001/04/xmlenc#sha256" => Ok(Digest::Sha256),
        "http://www.w3.org/2001/04/xmldsig-more#sha384" => Ok(Digest::Sha384),
        "http://www.w3.org/2001/04/xmlenc#sha512" => Ok(Digest::Sha512),
        "http://www.w3.org/2001/04/xmldsig-more#md5" => Err(Reason::Md5),
        _ => Err(Reason::Algorithm),
    }
}

/// The algorithm of a `SignatureMethod`.
pub(super) fn signature(uri: &str) -> Result<SignatureAlgorithm, Reason> {
    use SignatureAlgorithm::Ecdsa;
    use SignatureAlgorithm::Ed25519;
    use SignatureAlgorithm::RsaPkcs1;
    use SignatureAlgorithm::RsaPss;
    if let Some(name) = uri.strip_prefix("http://www.w3.org/2001/04/xmldsig-more#") {
        return match name {
            "rsa-sha256" => Ok(RsaPkcs1(Digest::Sha256)),
            "rsa-sha384" => Ok(RsaPkcs1(Digest::Sha384)),
            "rsa-sha512" => Ok(RsaPkcs1(Digest::Sha512)),
            "ecdsa-sha1" => Ok(Ecdsa(Digest::Sha1)),
            "ecdsa-sha256" => Ok(Ecdsa(Digest::Sha256)),
            "ecdsa-sha384" => Ok(Ecdsa(Digest::Sha384)),
            "ecdsa-sha512" => Ok(Ecdsa(Digest::Sha512)),
            "rsa-md5" => Err(Reason::Md5),
            name if name.starts_with("hmac-") => Err(Reason::Hmac),
            _ => Err(Reason::Algorithm),
        };
    }
    match uri {
        "http://www.w3.org/2000/09/xmldsig#rsa-sha1" => Ok(RsaPkcs1(Digest::Sha1)),
        "http://www.w3.org/2007/05/xmldsig-more#sha1-rsa-MGF1" => Ok(RsaPss(Digest::Sha1)),
        "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1" => Ok(RsaPss(Digest::Sha256)),
        "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1" => Ok(RsaPss(Digest::Sha384)),
        "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1" => Ok(RsaPss(Digest::Sha512)),
        "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519" => Ok(Ed25519),
        "http://www.w3.org/2000/09/xmldsig#dsa-sha1" | "http://www.w3.org/2009/xmldsig11#dsa-sha256" => Err(Reason::Dsa),
        "http://www.w3.org/2000/09/xmldsig#hmac-sha1" => Err(Reason::Hmac),
        _ => Err(Reason::Algorithm),
    }
}

/// The name of a digest function as reports print it.
#[must_use]
pub const fn digest_name(digest: Digest) -> &'static str {
    match digest {
        Digest::Sha1 => "sha1",
        Digest::Sha256 => "sha256",
        Digest::Sha384 => "sha384",
        Digest::Sha512 => "sha512",
    }
}

/// The name of a signature algorithm as reports print it: `rsa-sha256`.
#[must_use]
pub const fn signature_name(algorithm: SignatureAlgorithm) -> &'static str {
    match algorithm {
        SignatureAlgorithm::Ecdsa(Digest::Sha1) => "ecdsa-sha1",
        SignatureAlgorithm::Ecdsa(Digest::Sha256) => "ecdsa-sha256",
        SignatureAlgorithm::Ecdsa(Digest::Sha384) => "ecdsa-sha384",
        SignatureAlgorithm::Ecdsa(Digest::Sha512) => "ecdsa-sha512",
        SignatureAlgorithm::Ed25519 => "ed25519",
        SignatureAlgorithm::RsaPkcs1(Digest::Sha1) => "rsa-sha1",
        SignatureAlgorithm::RsaPkcs1(Digest::Sha256) => "rsa-sha256",
        SignatureAlgorithm::RsaPkcs1(Digest::Sha384) => "rsa-sha384",
        SignatureAlgorithm::RsaPkcs1(Digest::Sha512) => "rsa-sha512",
        SignatureAlgorithm::RsaPss(Digest::Sha1) => "rsa-pss-sha1",
        SignatureAlgorithm::RsaPss(Digest::Sha256) => "rsa-pss-sha256",
        SignatureAlgorithm::RsaPss(Digest::Sha384) => "rsa-pss-sha384",
        SignatureAlgorithm::RsaPss(Digest::Sha512) => "rsa-pss-sha512",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_and_keyless_algorithms_are_refused_by_name() {
        assert_eq!(signature("http://www.w3.org/2000/09/xmldsig#hmac-sha1"), Err(Reason::Hmac));
        assert_eq!(signature("http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"), Err(Reason::Hmac));
        assert_eq!(signature("http://www.w3.org/2000/09/xmldsig#dsa-sha1"), Err(Reason::Dsa));
        assert_eq!(signature("http://www.w3.org/2001/04/xmldsig-more#rsa-md5"), Err(Reason::Md5));
        assert_eq!(digest("http://www.w3.org/2001/04/xmldsig-more#md5"), Err(Reason::Md5));
        assert_eq!(digest("http://www.w3.org/2001/04/xmldsig-more#sha224"), Err(Reason::Algorithm));
        assert_eq!(signature(""), Err(Reason::Algorithm));
    }

    #[test]
    fn names_of_the_standard_are_known() {
        let rsa = signature("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256").unwrap();
        assert_eq!(signature_name(rsa), "rsa-sha256");
        assert_eq!(digest("http://www.w3.org/2001/04/xmlenc#sha512"), Ok(Digest::Sha512));
    }
}
